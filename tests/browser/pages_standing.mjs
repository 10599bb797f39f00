// The pages of standing in every look: what reputation opens and gave, who leads, badges, super-users, suggested edits
// and votes to close.

import { grouping, press } from "./support/pages.mjs";

export function tests({ demo, sample, shots }) {
  const group = grouping(shots), post = sample.other;
  const everybodys = [
    ["privileges", "/privileges"], ["reputation", "/members/member/reputation"], ["leaders", "/leaders"],
    ["leaders of all time", "/leaders?period=all"], ["badges", "/badges"], ["badge", "/badges/helping-hand"],
    ["super-users", "/super-users"],
  ];
  group("standing", demo, null, everybodys);
  group("standing, member", demo, sample.member, [...everybodys, ["profile", "/members/member"]]);
  group("standing, moderator", demo, sample.moderator, [
    ["review", "/review"], ["votes to close", "/review?tab=close"], ["votes to reopen", "/review?tab=reopen"],
    ["hide", `/mod/posts/${sample.other}/hide`],
  ]);
  group("standing, staff", demo, sample.staff, [["super-user", "/members/member/super"]]);
  group("standing, who suggests", demo, sample.member, [
    ["suggest", `/posts/${post}/suggest`],
    ["suggest, wrong", `/posts/${post}/suggest`, { status: 422, before: press("Send suggestion") }],
  ]);
  group("standing, administration", demo, sample.admin, [
    ["numbers", "/admin/standing"],
    ["nothing to change", "/admin/standing", { before: press("See what it would do") }],
    ["what it would do", "/admin/standing", { before: async page => {
      await page.locator("[name=answer_up]").fill("20");
      await page.locator("[name=see_deleted]").fill("100000");
      await press("See what it would do")(page);
      await page.getByRole("button", { name: "Change it" }).waitFor();
    } }],
    ["out of range", "/admin/standing", { status: 422, before: async page => {
      await page.locator("[name=answer_up]").fill("a lot");
      await press("See what it would do")(page);
    } }],
  ]);
}
