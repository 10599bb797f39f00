// What is there already is found and kept well: the search with and without scripts, articles made of solved questions,
// tags that become one, and what readers say of an answer.

import assert from "node:assert/strict";

import { PHONE, WIDE } from "./support/browser.mjs";
import { until } from "./support/site.mjs";
import { test } from "./support/tests.mjs";

export function tests({ demo, sample }) {
  test("the search by keyboard: suggestions, and one of them", async ({ open }) => {
    const page = await open(demo);
    await page.goto("/boards");
    await page.keyboard.press("/");
    const field = page.locator("#top-q"), options = page.getByRole("option");
    await page.keyboard.type("esim");
    await options.first().waitFor();
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowDown");
    const first = options.first(), title = await first.locator("span").innerText();
    assert.equal(await field.getAttribute("aria-activedescendant"), await first.getAttribute("id"));
    assert.equal(await first.getAttribute("aria-selected"), "true");
    // Escape leaves what was typed; the arrow brings the list back.
    await page.keyboard.press("Escape");
    await options.first().waitFor({ state: "hidden" });
    assert.equal(await field.inputValue(), "esim");
    assert.equal(await field.getAttribute("aria-expanded"), "false");
    await page.keyboard.press("ArrowDown");
    await options.first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
  });

  test("only the newest suggestions are shown, and without any the field still searches", async ({ open }) => {
    const page = await open(demo);
    await page.goto("/boards");
    const held = [];
    await page.route("**/search/suggest?*", route => {
      if (new URL(route.request().url()).searchParams.get("q") === "ro") held.push(route);
      else route.continue();
    });
    const field = page.locator("#top-q"), asked = page.waitForRequest(/suggest\?q=ro$/);
    const dropped = page.waitForEvent("requestfailed", request => /suggest\?q=ro$/.test(request.url()));
    await field.pressSequentially("ro");
    await asked;
    await field.pressSequentially("aming");
    await dropped;
    await page.getByRole("option", { name: /All results for “roaming”/ }).waitFor();
    await Promise.all(held.map(route => route.abort("aborted")));
    await page.route("**/search/suggest?*", route => route.fulfill({ status: 200, contentType: "text/html", body: "" }));
    await field.pressSequentially(" charges");
    await page.getByRole("listbox").waitFor({ state: "hidden" });
    await field.press("Enter");
    await page.waitForURL(/\/search\?q=roaming/);
    assert.equal(await page.locator("#search-q").inputValue(), "roaming charges");
  });

  for (const [device, size] of [["desk", WIDE], ["phone", PHONE]]) {
    test(`the search without scripts: ${device}`, async ({ open }) => {
      const page = await open(demo, { size, javaScript: false });
      await page.goto("/boards");
      if (size === PHONE) await page.locator("header").getByRole("link", { name: "Search" }).click();
      await page.getByRole("searchbox", { name: "Search the community" }).fill("esim");
      await page.keyboard.press("Enter");
      const results = page.locator(".qlist h2");
      await results.first().waitFor();
      const all = await results.count();
      assert.ok(await results.locator("mark").count() > 0, "the words are marked");
      await page.getByRole("link", { name: /^Solved/ }).click();
      await page.waitForURL(/is%3Asolved|is:solved/);
      const solved = await results.count();
      assert.ok(solved > 0 && solved < all, `${solved} of ${all} are solved`);
      // What is not there yet can be asked in the same words.
      await page.getByRole("searchbox").fill("How do I teach a wombat to whistle?");
      await page.getByRole("button", { name: "Search", exact: true }).click();
      await page.getByRole("heading", { name: /^No results for/ }).waitFor();
      await page.locator(".empty").getByRole("link", { name: "Ask a question" }).click();
      assert.equal(await page.getByLabel("Title").inputValue(), "How do I teach a wombat to whistle?");
    });
  }

  test("an article of a solved question in two clicks, and it is found", async ({ open }) => {
    const title = "Does the quokka tariff cover ferries?";
    const question = await sample.member.ask(title, "I cross the bay every day.");
    const answer = await sample.moderator.answer(question, "It does, within sight of the coast.");
    await sample.member.post(`/posts/${answer}/accept`, { on: "true" });
    const page = await open(demo, { as: sample.staff });
    await page.goto(question);
    await page.getByRole("link", { name: "Make this an article" }).click();
    assert.equal(await page.getByLabel("Title").inputValue(), title);
    assert.match(await page.locator("#f-body").inputValue(), /I cross the bay every day\.[^]*within sight of the coast\./);
    await page.getByRole("button", { name: "Publish article" }).click();
    await page.waitForURL(/\/articles\/\d+\//);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    assert.equal(await page.locator(".credit").getByRole("link", { name: title }).count(), 1, "the question is named");
    const reader = await open(demo);
    await reader.goto("/search?q=quokka+is%3Aarticle");
    await reader.locator(".qlist h2").getByRole("link", { name: title }).click();
    await reader.waitForURL(/\/articles\/\d+\//);
    await reader.goto(question);
    await reader.getByText("There is an article about this:").waitFor();
  });

  for (const javaScript of [true, false]) {
    test(`“Did this solve it?” without an account: scripts ${javaScript ? "on" : "off"}`, async ({ open }) => {
      const page = await open(demo, { javaScript });
      await page.goto(sample.question);
      const form = page.locator("#solved"), yes = form.getByRole("button", { name: "Yes" }), no = form.getByRole("button", { name: "No" });
      // What is painted at once is busy until the server has kept it.
      const pressed = button => button.and(page.locator("#solved form:not([aria-busy=true]) [aria-pressed=true]")).waitFor();
      await yes.focus();
      await page.keyboard.press("Enter");
      await form.getByText("That tells others that the answer works.").waitFor();
      await pressed(yes);
      await no.focus();
      await page.keyboard.press("Enter");
      await form.getByText("Say in a comment or an answer what is different").waitFor();
      await pressed(no);
      await page.reload();
      await pressed(no);
      assert.equal(await yes.getAttribute("aria-pressed"), "false");
    });
  }

  test("a moderator makes two tags one", async ({ open }) => {
    const moved = await sample.member.ask("A question with the tag that goes", "Which one is it?", { tags: "walkie-talkies" });
    await sample.member.ask("A question with the tag that stays", "Which one is it?", { tags: "two-way-radio" });
    const page = await open(demo, { as: sample.moderator });
    await page.goto("/tags/walkie-talkies");
    await page.getByRole("link", { name: "Edit this tag" }).click();
    await page.getByRole("link", { name: "Merge or rename" }).click();
    await page.getByLabel("The other tag, or the new name").fill("two-way-radio");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("There is a tag two-way-radio already.").waitFor();
    await page.getByLabel("Reason").fill("They are the same thing.");
    await page.getByRole("button", { name: "Merge tags" }).click();
    await page.getByText("Merged.").waitFor();
    await until("the question to carry the other tag", 60, async () =>
      (await sample.member.fetch(moved)).text.includes('href="/tags/two-way-radio"'));
    await page.goto("/tags/walkie-talkies");
    assert.equal(new URL(page.url()).pathname, "/tags/two-way-radio");
    await page.getByText("Also called:").waitFor();
    await page.getByRole("link", { name: "A question with the tag that goes" }).waitFor();
  });
}
