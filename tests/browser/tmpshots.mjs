import { chromium } from "playwright-core";
const base = "http://127.0.0.1:8111";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const who = { member: ["/rewards", "/rewards/1/redeem", "/wallet", "/wallet/unpaid", "/rewards/redemptions", "/rewards/redemptions/1"],
  staff: ["/members/tom_ashdown/points"],
  admin: ["/admin/points", "/admin/points/report", "/admin/rewards", "/admin/rewards/1", "/admin/rewards/2/codes", "/admin/redemptions", "/admin/batches", "/admin/fraud"] };
for (const [w, paths] of Object.entries(who)) {
  const c = await b.newContext({ viewport: { width: 1280, height: 900 } });
  const p = await c.newPage();
  await p.goto(base + "/sign-in");
  await p.fill("[name=email]", `${w}@demo.example`); await p.fill("[name=password]", "crumpled-lantern-ferry");
  await p.click("main form button.btn--pri");
  await p.waitForLoadState();
  const state = await c.storageState();
  for (const [name, opts] of [["wide", { viewport: { width: 1280, height: 900 } }], ["phone", { viewport: { width: 390, height: 844 }, colorScheme: "dark", javaScriptEnabled: false }]]) {
    const cc = await b.newContext({ ...opts, storageState: state });
    for (const path of paths) {
      const q = await cc.newPage();
      const r = await q.goto(base + path);
      console.log(w, name, path, r.status(), await q.evaluate(() => document.documentElement.scrollWidth));
      await q.screenshot({ path: `/tmp/shot/${w}${path.replaceAll("/", "_")}-${name}.png`, fullPage: true });
      await q.close();
    }
    await cc.close();
  }
}
await b.close();
