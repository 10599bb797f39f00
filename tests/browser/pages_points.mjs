// The pages of points and rewards in every look.

import { grouping, press } from "./support/pages.mjs";

export function tests({ demo, sample, shots }) {
  const group = grouping(shots);
  group("points, member", demo, sample.member, [["wallet", "/wallet"], ["not paid", "/wallet/unpaid"]]);
  group("points, staff", demo, sample.staff, [
    ["staff's wallet", "/wallet"],
    ["give points", "/members/member/points"],
    ["give points, wrong", "/members/member/points", { status: 422, before: press("Give points") }],
  ]);
  group("points, administration", demo, sample.admin, [
    ["points", "/admin/points"],
    ["what points come to", "/admin/points/report"],
    ["budget, wrong", "/admin/points", { status: 422, before: async page => {
      await page.locator("[name=budget]").fill("a lot");
      await press("Set budget")(page);
    } }],
  ]);
}
