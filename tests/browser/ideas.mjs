// What members do with ideas: propose one after a look at what is like it, judge others' within a budget, and hear of
// those that they voted on.

import assert from "node:assert/strict";

import { PHONE, WIDE } from "./support/browser.mjs";
import { until } from "./support/site.mjs";
import { test, withAndWithoutScripts } from "./support/tests.mjs";

const LIKE = "Dark mode that does not turn white when a bill is opened";

// What is painted at once is busy until the server has kept it.
const pressed = (place, name) => place.locator("form:not([aria-busy=true])").getByRole("button", { name, pressed: true });

export function tests({ demo, sample }) {
  for (const [device, size] of [["desk", WIDE], ["phone", PHONE]]) {
    for (const javaScript of [true, false]) {
      const name = `${device}-${javaScript ? "js" : "plain"}`;
      test(`an idea is proposed, promoted and demoted: ${device}, scripts ${javaScript ? "on" : "off"}`, async ({ open }) => {
        const [author, judge] = await demo.cast(`thinker-${name}`, `judge-${name}`);
        const title = `A dark mode that stays dark while a bill is opened (${name})`;
        const path = await propose(await open(demo, { as: author, size, javaScript }), author, { title, javaScript });
        await judgeIt(await open(demo, { as: judge, size, javaScript }), { path, title, javaScript });
      });
    }
  }

  withAndWithoutScripts("a budget that is used up says so", async ({ open, javaScript, suffix }) => {
    const [spender] = await demo.cast(`spender-${suffix}`);
    const listed = (await spender.fetch("/ideas?order=top")).text.split('<li class="idea"');
    const found = listed.map(item => /<form class="vote[^]*?action="\/posts\/(\d+)\/vote"[^]*?<a href="(\/ideas\/\d+\/[^"]+)"/.exec(item));
    const posts = found.filter(Boolean).map(([, post, path]) => ({ post, path }));
    assert.ok(posts.length > 10, `${posts.length} ideas take votes`);
    for (const post of posts.slice(0, 10)) await spender.vote(post, 1);
    const page = await open(demo, { as: spender, refused: /\/vote$/ }), box = page.locator("article form.vote");
    const up = box.getByRole("button", { name: /^Vote up/ });
    await page.goto(posts[10].path);
    await page.getByText("None of 10 left").waitFor();
    await up.click();
    await page.locator(javaScript ? ".toast" : "main").getByText("You are for 10 open ideas").waitFor();
    // It was not counted, and being against costs nothing.
    await page.goto(posts[10].path);
    assert.equal(await up.getAttribute("aria-pressed"), "false");
    await box.getByRole("button", { name: /^Vote down/ }).click();
    await pressed(page.locator("article"), /^Vote down/).waitFor();
    // A vote that is taken back can be given again.
    await spender.vote(posts[0], 0);
    await page.goto(posts[10].path);
    await page.getByText("1 of 10 left").waitFor();
    await up.click();
    await pressed(page.locator("article"), /^Vote up/).waitFor();
    await page.getByText("None of 10 left").waitFor();
  });

  test("whoever votes follows, unless they leave it or switched it off", async ({ open }) => {
    const [author, voter] = await demo.cast("followed", "leaver");
    const [one, other] = [await author.propose("An idea to be left after the vote"), await author.propose("An idea to be voted on in silence")];
    const page = await open(demo, { as: voter }), article = page.locator("article"), follow = page.locator("aside .follow");
    await page.goto(one.path);
    await article.getByRole("button", { name: /^Vote up/ }).click();
    await pressed(page.locator("aside"), "Following").click();
    await page.locator("aside .follow:not([aria-busy=true]) > [aria-pressed=false]").waitFor();
    // Another vote is no wish to hear of it again.
    await article.getByRole("button", { name: /^Vote down/ }).click();
    await page.getByText("0 for, 1 against").waitFor();
    await page.reload();
    assert.equal(await follow.locator("> button").innerText(), "Follow");

    await page.goto("/settings/following");
    await page.getByLabel("Ideas that I vote on").uncheck();
    await page.locator("main").getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.goto(other.path);
    await article.getByRole("button", { name: /^Vote up/ }).click();
    await page.getByText("1 for, 0 against").waitFor();
    await page.reload();
    await pressed(article, /^Vote up/).waitFor();
    assert.equal(await follow.locator("> button").innerText(), "Follow");
  });

  test("an idea by keyboard alone, and a vote that keeps the focus", async ({ open }) => {
    const [author, voter] = await demo.cast("key-author", "key-voter");
    const page = await open(demo, { as: author }), title = "All of this without a mouse at hand";
    await page.goto("/ideas");
    await page.getByRole("link", { name: "Share an idea" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Title").focus();
    await page.keyboard.type(title);
    await page.getByLabel("Board", { exact: true }).focus();
    await page.keyboard.type("Ideas");
    await page.locator("#f-body").focus();
    await page.keyboard.type("No mouse at hand.");
    await page.getByLabel("Tags").focus();
    await page.keyboard.type("esim");
    // What is like the title has been shown, if there is anything.
    await page.locator("[name=reviewed][value='1']").waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    const path = new URL(page.url()).pathname;

    const other = await open(demo, { as: voter }), up = other.locator("article [data-way='1']");
    await other.goto(path);
    await up.focus();
    await other.keyboard.press("Enter");
    await other.getByText("9 of 10 left").waitFor();
    assert.equal(await up.evaluate(button => button === document.activeElement), true, "the focus stays");
    await other.getByRole("status").filter({ hasText: "Vote counted." }).waitFor();
    await other.keyboard.press("Space");
    await other.getByText("10 of 10 left").waitFor();
  });

  test("the list of ideas with the keys: one by one, and a vote", async ({ open }) => {
    const page = await open(demo, { as: sample.member });
    await page.goto("/ideas");
    const first = page.locator(".idea").first(), second = page.locator(".idea").nth(1);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    assert.equal(await second.getAttribute("aria-current"), "true");
    assert.equal(await first.getAttribute("aria-current"), null);
    const link = second.locator("h3 a"), title = await link.innerText();
    assert.equal(await link.evaluate(one => one === document.activeElement), true);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
  });
}

async function propose(page, author, { title, javaScript }) {
  const similar = `/similar?kind=idea&title=${encodeURIComponent(title)}`;
  await until("the sample's ideas to be found", 60, async () => (await author.fetch(similar)).text.includes(LIKE));
  await page.goto("/ideas");
  await page.getByRole("link", { name: "Share an idea" }).click();
  await page.getByLabel("Title").pressSequentially(title);
  if (javaScript) {
    await page.locator(".card--like").getByRole("link", { name: LIKE }).waitFor();
    await page.getByRole("status").filter({ hasText: "similar topic" }).waitFor();
  }
  await page.getByLabel("Board", { exact: true }).selectOption({ label: "Ideas" });
  await page.getByLabel("Your idea").fill("The frame and the bars could stay dark,\n\nand a button could **invert** the rest.");
  await page.getByRole("button", { name: "Share idea" }).click();
  // A mistake loses nothing.
  await page.locator("#f-tags-error").waitFor();
  assert.equal(await page.getByLabel("Title").inputValue(), title);
  await page.getByLabel("Tags").fill("billing");
  if (javaScript) await page.locator(".card--like").getByRole("link", { name: LIKE }).waitFor();
  await page.getByRole("button", { name: "Share idea" }).click();
  if (!javaScript) {
    // What the script shows under the title is a step of its own.
    await page.getByRole("heading", { level: 1, name: "Is it one of these?" }).waitFor();
    await page.locator(".card--like").getByRole("link", { name: LIKE }).waitFor();
    await page.getByRole("button", { name: "Back to the text" }).click();
    assert.match(await page.getByLabel("Your idea").inputValue(), /could \*\*invert\*\* the rest/);
    await page.getByRole("button", { name: "Share idea" }).click();
  }
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.getByText("Your idea is shared.").waitFor();
  await page.locator("article .pill", { hasText: "New" }).waitFor();
  await page.locator("article .prose strong", { hasText: "invert" }).waitFor();
  assert.equal(await page.locator("article form.vote").count(), 0, "nobody votes on their own");
  await page.locator("aside .follow > button", { hasText: "Following" }).waitFor();
  return new URL(page.url()).pathname;
}

async function judgeIt(page, { path, title, javaScript }) {
  const article = page.locator("article"), aside = page.locator("aside");
  const up = article.getByRole("button", { name: `Vote up: “${title}”` }), down = article.getByRole("button", { name: `Vote down: “${title}”` });
  await page.goto(path);
  await aside.getByText("10 of 10 left").waitFor();
  let loads = 0;
  page.on("framenavigated", () => { loads += 1 });
  // What else the vote changes on the page is there with it: the counts, what is left, and that one follows now.
  const stands = async (score, counts, left, follows) => {
    await article.locator(`form:not([aria-busy=true]) [data-score='${score}']`).waitFor();
    await aside.getByText(counts).waitFor();
    await aside.getByText(left).waitFor();
    await aside.locator(`.follow > [aria-pressed=${follows}]`).waitFor();
    assert.match(await article.locator("[data-score] .vh").innerText(), new RegExp(counts.replace(/(\d) for, (\d) against/, "$1 up, $2 down")));
  };
  await up.click();
  await stands(1, "1 for, 0 against", "9 of 10 left", true);
  await down.click();
  await stands(-1, "0 for, 1 against", "10 of 10 left", true);
  await down.click();
  await stands(0, "0 for, 0 against", "10 of 10 left", false);
  await up.click();
  await stands(1, "1 for, 0 against", "9 of 10 left", true);
  assert.equal(loads, javaScript ? 0 : 4, "pages loaded by four votes");
  await page.reload();
  await stands(1, "1 for, 0 against", "9 of 10 left", true);

  await page.goto("/ideas");
  await page.getByRole("link", { name: "My votes" }).click();
  await page.waitForURL(/mine=votes/);
  await page.locator(".idea").getByRole("link", { name: title }).waitFor();
  assert.equal(await page.locator(".idea").count(), 1, "what others voted on is not here");
  const listed = page.locator(".idea");
  await listed.getByRole("button", { name: /^Vote up/ }).click();
  if (!javaScript) await page.waitForURL(new RegExp(path));
  await aside.getByText("10 of 10 left").waitFor();
  await page.goto("/ideas?mine=votes");
  await page.getByText("You have not voted on an idea").waitFor();
}
