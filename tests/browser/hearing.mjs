// Who follows hears: the button, the inbox and its bell, mail and the way out of it, and those one wants to hear no more.

import assert from "node:assert/strict";

import { inspect } from "./support/looks.mjs";
import { until } from "./support/site.mjs";
import { test } from "./support/tests.mjs";

// Until a member's inbox has this many unread entries.
const unread = (member, count) => until(`${count} in the inbox`, 60, async () =>
  (await member.fetch("/inbox/count")).text === count);

// What is painted at once is busy until the server has kept it.
const kept = ".follow:not([aria-busy=true])";

export function tests({ fresh, people, shots }) {
  test("a followed question: the bell rings, the inbox tells, and muted means silence", async ({ open }) => {
    const [asker, reader] = await Promise.all([fresh.join("told-asker", "Told Asker"), fresh.join("told-reader", "Told Reader")]);
    const title = "A question that others wait for too", question = await asker.ask(title, "Who knows?");
    const page = await open(fresh, { as: reader });
    await page.clock.install();
    await page.goto(question);
    await page.locator(".follow > button", { hasText: "Follow" }).focus();
    await page.keyboard.press("Enter");
    await page.locator(`${kept} > button[aria-pressed=true]`, { hasText: "Following" }).waitFor();

    await people.ona.answer(question, "I do.");
    await Promise.all([unread(asker, "1"), unread(reader, "1")]);
    // The open page asks by itself.
    await page.clock.runFor(61_000);
    const bell = page.locator("header").getByRole("link", { name: "Inbox, 1 unread" });
    await bell.waitFor();
    assert.match(await page.title(), /^\(1\) /);
    await bell.focus();
    await page.keyboard.press("Enter");
    const group = page.locator(".inbox__g", { hasText: title });
    await group.getByText("Ona Onaitė answered").waitFor();
    await group.getByRole("button", { name: `Mark “${title}” as read` }).click();
    await page.locator("header").getByRole("link", { name: "Inbox", exact: true }).waitFor();
    await page.getByRole("link", { name: "Unread" }).click();
    await page.getByText("Nothing is waiting").waitFor();

    await page.goto(question);
    await page.locator(".follow summary").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Muted: nothing at all" }).focus();
    await page.keyboard.press("Enter");
    await page.locator(`${kept} > button`, { hasText: "Muted" }).waitFor();
    await people.petras.answer(question, "So do I.");
    // Both are told in one piece of work, if they are.
    await unread(asker, "2");
    await unread(reader, "");
  });

  test("following, and not any more: in place, and listed", async ({ open }) => {
    const reader = await fresh.join("follower", "Follower"), page = await open(fresh, { as: reader });
    await people.petras.ask("A question that gives the board something", "Text.");
    await page.goto("/boards/phones");
    let loads = 0;
    page.on("framenavigated", () => { loads += 1 });
    const button = page.locator(".follow > button");
    await button.click();
    await page.locator(`${kept} > button[aria-pressed=true]`).waitFor();
    assert.equal(loads, 0, "pages loaded by following");
    await page.goto("/following?tab=board");
    await page.locator("main").getByRole("link", { name: "Phones" }).waitFor();
    await button.click();
    await page.locator(`${kept} > button[aria-pressed=false]`).waitFor();
    await page.reload();
    await page.getByText("You follow no board").waitFor();
  });

  test("following that is lost is rolled back and said", async ({ open }) => {
    const page = await open(fresh, { as: people.petras });
    await page.goto("/boards/phones");
    await page.route("**/follow/**", route => route.fulfill({ status: 200, contentType: "text/html", body: "" }));
    await page.locator(".follow > button").click();
    await page.locator(".toast").waitFor();
    assert.equal(await page.locator(".follow > button").getAttribute("aria-pressed"), "false");
  });

  for (const javaScript of [true, false]) {
    test(`what is mailed is chosen: scripts ${javaScript ? "on" : "off"}`, async ({ open }) => {
      const reader = await fresh.join(`mail-${javaScript ? "js" : "plain"}`, "Mail Reader"), page = await open(fresh, { as: reader, javaScript });
      await page.goto("/settings");
      await page.getByRole("link", { name: "Mail", exact: false }).and(page.locator("[href='/settings/mail']")).click();
      await page.getByLabel("Answers").selectOption({ label: "Never" });
      await page.getByLabel("Time zone").fill("Nowhere");
      await page.getByRole("button", { name: "Save" }).click();
      await page.locator("#f-zone-error").waitFor();
      assert.equal(await page.getByLabel("Answers").inputValue(), "never");
      await page.getByLabel("Time zone").fill("Europe/Vilnius");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved.").waitFor();
      await page.reload();
      assert.equal(await page.getByLabel("Answers").inputValue(), "never");
      assert.equal(await page.getByLabel("Time zone").inputValue(), "Europe/Vilnius");
    });
  }

  test("the link in a mail ends the mails, without signing in", async ({ open }) => {
    const asker = await fresh.join("leaves-mail", "Leaves Mail");
    await people.ona.answer(await asker.ask("A question whose answer is mailed", "By mail, please."), "Here it is.");
    const page = await open(fresh);
    await page.goto(await fresh.mailedLink("leaves-mail@example.org", "unsubscribe"));
    await page.getByText("What we mail to").waitFor();
    assert.equal(await page.getByText("leaves-mail").count(), 0, "whoever has the link does not learn the address");
    await inspect(page, "mailed links - unsubscribe", shots);
    await page.getByRole("button", { name: "No mails at all" }).click();
    await page.getByText("This address gets no mails from here.").waitFor();
    await page.getByRole("button", { name: "Send mails again" }).click();
    await page.getByRole("button", { name: "No mails at all" }).waitFor();
  });

  test("what blocked members write is folded, and opens by a click", async ({ open }) => {
    const [loud, reader] = await Promise.all([fresh.join("loud", "Loud One"), fresh.join("blocker", "Blocker")]);
    const question = await people.petras.ask("A question that a loud member answers", "Quietly, please.");
    const post = await loud.answer(question, "VERY LOUDLY.");
    await loud.post(`/posts/${post}/comments`, { body: "And again." });
    const page = await open(fresh, { as: reader });
    await page.goto("/members/loud");
    await page.getByRole("button", { name: "Block", exact: true }).click();
    await page.getByRole("button", { name: "Unblock" }).waitFor();
    await inspect(page, "blocked - profile", shots);
    await page.goto(question);
    const answer = page.locator(`#a${post}`), text = answer.getByText("VERY LOUDLY.");
    await text.waitFor({ state: "hidden" });
    await inspect(page, "blocked - question", shots);
    await answer.locator("summary", { hasText: "Post by Loud One" }).focus();
    await page.keyboard.press("Enter");
    await text.waitFor();
    await page.goto("/following?tab=blocked");
    await page.getByRole("button", { name: "Unblock Loud One" }).click();
    await page.getByText("You have blocked nobody").waitFor();
  });
}
