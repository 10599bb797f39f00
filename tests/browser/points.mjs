// What members do with their points: look at the wallet, ask for a reward, cancel it; and what admins do then.

import assert from "node:assert/strict";

import { test, withAndWithoutScripts } from "./support/tests.mjs";

export function tests({ fresh, demo, people, sample }) {
  test("points: terms are published and accepted", async ({ open }) => {
    const admin = await open(fresh, { as: people.admin });
    for (const [name, javaScript] of [["scripts", true], ["plain", false]]) {
      await admin.goto("/admin/points");
      await admin.getByLabel("Text").fill(`Points are a thank-you, and worth something (${name}).`);
      await admin.getByRole("button", { name: "Publish as a new version" }).click();
      await admin.getByText("The terms are published.").waitFor();
      const [member] = await fresh.cast(`saver-${name}`), page = await open(fresh, { as: member, javaScript });
      await page.goto("/wallet");
      await page.getByText("Read the terms").click();
      await page.getByText(`worth something (${name})`).waitFor();
      await page.getByRole("button", { name: "Accept the terms" }).click();
      await page.getByText("From now on you earn points.").waitFor();
      assert.equal(await page.getByRole("button", { name: "Accept the terms" }).count(), 0);
      await page.getByText("Nothing yet. Answer a question").waitFor();
    }
  });

  test("points: asked for, approved, exported and paid", async ({ open }) => {
    const page = await open(demo, { as: sample.member }), admin = await open(demo, { as: sample.admin });
    await page.goto("/rewards");
    const offer = page.locator("main li", { hasText: "Airtime credit" });
    await offer.getByRole("link", { name: "Choose" }).click();
    await page.getByRole("button", { name: "Spend 500 points" }).click();
    await page.locator("#f-customer-error").waitFor();
    await page.getByLabel("Customer number").fill("WR-1-22");
    await page.getByRole("button", { name: "Spend 500 points" }).click();
    await page.getByText("You asked for it. The points are held.").waitFor();
    const number = /redemptions\/(\d+)/.exec(page.url())[1];
    await page.goto("/wallet");
    await page.locator("main .alist > li").first().getByText("Redemption requested").waitFor();

    await admin.goto(`/admin/redemptions/${number}`);
    await admin.getByRole("button", { name: "Approve" }).click();
    await page.goto(`/rewards/redemptions/${number}`);
    await page.getByText("It is approved and goes to billing").waitFor();
    await admin.goto("/admin/batches");
    await admin.getByRole("button", { name: "Hand over what is approved" }).click();
    await admin.locator("main .rows > li").first().waitFor();
    const [file] = await Promise.all([admin.waitForEvent("download"),
      admin.locator("main .rows > li").first().getByRole("link", { name: "Fetch the file" }).click()]);
    const text = await (await import("node:fs/promises")).readFile(await file.path(), "utf8");
    assert.match(text, new RegExp(`\\r\\n${number},.*WR-1-22`));
    await admin.getByLabel("What billing answered").fill(`${number},paid`);
    await admin.getByRole("button", { name: "Take the answers" }).click();
    await admin.getByText("1 is given.").waitFor();
    await page.goto(`/rewards/redemptions/${number}`);
    await page.getByText("It is done.").waitFor();
  });

  withAndWithoutScripts("points: what one asked for is cancelled, and the points are back", async ({ open }) => {
    const page = await open(demo, { as: sample.moderator });
    await page.goto("/rewards");
    await page.locator("main li", { hasText: "A tree for the dunes" }).getByRole("link", { name: "Choose" }).click();
    await page.getByRole("button", { name: "Spend 200 points" }).click();
    await page.getByText("You asked for it. The points are held.").waitFor();
    await page.getByRole("button", { name: "Cancel this and take the points back" }).click();
    await page.getByText("Cancelled. The points are back.").first().waitFor();
    await page.goto("/wallet");
    await page.locator("main .alist").getByText("Came back from a redemption").first().waitFor();
  });
}
