// Everything by keyboard alone; the theme, with and without scripts.

import assert from "node:assert/strict";

import { PHONE, WIDE } from "./support/browser.mjs";
import { focused, reach } from "./support/keys.mjs";
import { test } from "./support/tests.mjs";

export function tests({ fresh, demo, people, sample }) {
  test("the first tab stop skips to the content", async ({ open }) => {
    const page = await open(demo);
    await page.goto("/");
    await page.keyboard.press("Tab");
    const skip = page.locator(".skip");
    assert.ok(await skip.evaluate(link => link === document.activeElement));
    const box = await skip.boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.width > 20, "it is seen when it has the focus");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#main$/);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page, "e => !!e.closest('main')"), true, "the next stop is in the content");
  });

  for (const [where, address] of [["home", "/"], ["question", sample.question], ["search", "/search?q=esim"], ["inbox", "/inbox"], ["settings", "/settings"],
    ["ideas", "/ideas"], ["idea", sample.ideas.called("A data limit")], ["new idea", "/ideas/new"], ["roadmap", "/roadmap"]]) {
    for (const [device, size] of [["desk", WIDE], ["phone", PHONE]]) {
      test(`focus is seen and not covered: ${where}, ${device}`, ({ open }) => everyStop(open, demo, sample, address, size));
    }
  }

  test("a question by keyboard alone", async ({ open }) => {
    const page = await open(fresh, { as: people.ona });
    await page.goto("/");
    await page.keyboard.press("n");
    await page.waitForURL(/\/ask$/);
    await reach(page, "#f-title");
    await page.keyboard.type("Can all of this be done by keyboard?");
    await reach(page, "#f-board");
    await page.keyboard.press("ArrowDown");
    await reach(page, "#f-body");
    await page.keyboard.type("No mouse at hand.");
    await reach(page, "#f-tags");
    await page.keyboard.type("esim");
    await reach(page, "main form .btn--pri");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Can all of this be done by keyboard?" }).waitFor();
  });

  test("a vote by keyboard keeps the focus, and can be taken back", async ({ open }) => {
    const question = await people.ona.ask("A question for the keyboard's votes", "Vote on me.");
    const page = await open(fresh, { as: people.petras });
    await page.goto(question);
    await reach(page, "#q [data-way='1']");
    await page.keyboard.press("Enter");
    await page.locator("#q [data-score='1']").waitFor();
    assert.equal(await focused(page, "e => e.dataset.way"), "1");
    assert.equal(await page.getByRole("status").filter({ hasText: "Vote counted." }).count(), 1, "it is announced");
    await page.keyboard.press("Space");
    await page.locator("#q [data-score='0']").waitFor();
    assert.equal(await focused(page, "e => e.getAttribute('aria-pressed')"), "false");
  });

  test("a vote that is lost is rolled back and said", async ({ open }) => {
    const question = await people.ona.ask("A question whose votes get lost on the way", "Vote on me.");
    const page = await open(fresh, { as: people.petras });
    await page.goto(question);
    await page.route("**/vote", route => route.fulfill({ status: 200, contentType: "text/html", body: "" }));
    await page.locator("#q [data-way='1']").click();
    await page.getByRole("status").filter({ hasText: "Your vote was not saved." }).waitFor();
    assert.equal(await page.locator("#q [data-score]").getAttribute("data-score"), "0");
    assert.equal(await page.locator("#q [data-way='1']").getAttribute("aria-pressed"), "false");
  });

  test("shortcuts are listed, stay out of fields, and can be switched off", async ({ open }) => {
    const page = await open(demo);
    await page.goto("/");
    await page.keyboard.press("j");
    assert.equal(await focused(page, "e => !!e.closest('[data-item]')"), true);
    await page.keyboard.press("/");
    assert.equal(await focused(page, "e => e.id"), "top-q");
    await page.keyboard.type("nj?");
    assert.equal(await page.locator("#top-q").inputValue(), "nj?");
    await page.locator("h1").click();
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByLabel("Use single-key shortcuts").uncheck();
    await page.keyboard.press("Escape");
    await page.reload();
    await page.keyboard.press("?");
    assert.equal(await page.getByRole("dialog").count(), 0);
  });

  for (const javaScript of [true, false]) {
    test(`the theme is switched and stays: scripts ${javaScript ? "on" : "off"}`, async ({ open }) => {
      const page = await open(demo, { javaScript, colorScheme: "light" });
      const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
      await page.goto("/tags");
      const light = await background();
      const kept = page.waitForResponse(response => response.url().endsWith("/theme"));
      await page.getByRole("button", { name: "Switch to the dark theme" }).click();
      await kept;
      await page.locator("html[data-theme=dark]").waitFor();
      assert.notEqual(await background(), light);
      assert.equal(new URL(page.url()).pathname, "/tags");
      await page.goto("/boards");
      assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
      await page.getByRole("button", { name: "Switch to the light theme" }).click();
      await page.locator("html[data-theme=light]").waitFor();
      assert.equal(await background(), light);
    });
  }
}

// Tabs through the page: each stop draws an outline or a border of its own, and no bar lies over it (WCAG 2.4.7, 2.4.11).
async function everyStop(open, demo, sample, address, size) {
  const page = await open(demo, { as: sample.member, size });
  await page.goto(address);
  const seen = new Set();
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const e = document.activeElement;
      if (e === document.body) return null;
      const drawn = node => {
        const style = getComputedStyle(node);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
      };
      const box = e.getClientRects()[0], x = box.left + box.width / 2, y = box.top + box.height / 2;
      const top = document.elementFromPoint(x, y);
      const bar = top?.closest(".top,.tabbar");
      return {
        what: `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`,
        drawn: drawn(e) || drawn(e.closest(".editor,label") ?? e),
        covered: !!bar && !bar.contains(e),
        inside: y >= 0 && y <= innerHeight,
      };
    });
    if (!stop) break;
    seen.add(stop.what);
    assert.ok(stop.drawn, `${stop.what}: the focus is not seen`);
    assert.ok(!stop.covered && stop.inside, `${stop.what}: it is covered or out of view`);
  }
  assert.ok(seen.size > 8, `only ${seen.size} stops`);
}
