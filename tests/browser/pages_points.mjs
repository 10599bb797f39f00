// The pages of points and rewards in every look.

import { grouping, press } from "./support/pages.mjs";

export function tests({ demo, sample, shots }) {
  const group = grouping(shots);
  group("rewards", demo, null, [["rewards", "/rewards"]]);
  group("points, member", demo, sample.member, [
    ["rewards", "/rewards"], ["redeem", "/rewards/1/redeem"],
    ["redeem, wrong", "/rewards/1/redeem", { status: 422, before: press("Spend 500 points") }],
    ["what one asked for", "/rewards/redemptions"], ["redemption", "/rewards/redemptions/1"],
    ["wallet", "/wallet"], ["not paid", "/wallet/unpaid"],
  ]);
  group("points, staff", demo, sample.staff, [
    ["staff's wallet", "/wallet"],
    ["give points", "/members/member/points"],
    ["give points, wrong", "/members/member/points", { status: 422, before: press("Give points") }],
  ]);
  group("points, administration", demo, sample.admin, [
    ["rewards", "/admin/rewards"], ["new reward", "/admin/rewards/new"], ["reward", "/admin/rewards/1"],
    ["codes", "/admin/rewards/2/codes"], ["redemptions", "/admin/redemptions"], ["redemption", "/admin/redemptions/1"],
    ["batches", "/admin/batches"],
    ["points", "/admin/points"],
    ["what points come to", "/admin/points/report"],
    ["budget, wrong", "/admin/points", { status: 422, before: async page => {
      await page.locator("[name=budget]").fill("a lot");
      await press("Set budget")(page);
    } }],
  ]);
}
