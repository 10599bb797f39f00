// Bleach's vectors and the naughty strings through every field, on a site of their own, checked in the pages that
// Chromium makes of them: no script runs, nothing of the page's structure is theirs, no other host is asked.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { PASSWORD } from "./support/site.mjs";
import { test } from "./support/tests.mjs";

// Whoever of these runs, leaves a mark.
const OWN = ["</script><script>window.marked=1</script>", "<img src=x onerror=window.marked=1>", "\"><svg onload=window.marked=1>",
  "[a](javascript:window.marked=1)", "<a href=\"java&#10;script:window.marked=1\">a</a>", "' autofocus onfocus=window.marked=1 x='",
  "![a](https://attacker.example/a.png)", "<style>*{background:url(//attacker.example)}</style>", "{{ 7 * 7 }}{% raw %}", "<!--",
  "]]><script>window.marked=1</script>", "<base href=//attacker.example>", "<meta http-equiv=refresh content=0;url=//attacker.example>",
  "<form action=//attacker.example><button>a", "&lt;script&gt;window.marked=1&lt;/script&gt;", "<math><a xlink:href=javascript:window.marked=1>a"];
const CHUNK = 20, AT_ONCE = 6, PEOPLE = 16;
// Limits of the fields.
const TITLE = { min: 15, max: 150 }, NAME = 50, BIO = 2_000, COMMENT = 600, REASON = 200, WORDS = 500;
// What could be taken for markup.
const MARKED = /[<>"'&`{\\]/;

export const testData = process.env.TALKA_TEST_DATA;

export function tests({ hostile }) {
  if (!hostile) return;
  const strings = [...OWN, ...vectors(), ...naughty()];
  test(`${strings.length} attack strings as title, text, comment, tag and reason`, async ({ open }) => {
    const people = await settle(hostile), { admin } = people;
    const chunks = Array.from({ length: Math.ceil(strings.length / CHUNK) }, (_, at) => strings.slice(at * CHUNK, (at + 1) * CHUNK));
    const pages = new Set(["/?tab=newest", "/tags", "/feeds"]);
    await parallel(chunks, chunk => write(people, chunk, pages));
    assert.ok(pages.size > strings.length / 5, `only ${pages.size} pages: the strings were not taken`);
    for (let next = "/?tab=newest"; next;) {
      const { text } = await admin.fetch(next);
      next = /href="([^"]*)" rel="next"/.exec(text)?.[1].replaceAll("&amp;", "&");
      if (next) pages.add(next);
    }
    await visit(hostile, open, admin, [...pages]);
  });

  test("attack strings as names and biographies", async ({ open }) => {
    const { admin } = await settle(hostile);
    const people = await parallel([...Array(PEOPLE).keys()], at => hostile.join(`name${at}x`, `Person ${at}`));
    const question = await admin.ask("A question that everybody comments on", "Say who you are.");
    const id = postOf(await admin.fetch(question));
    await parallel(people, person => person.post(`/posts/${id}/comments`, { body: "It is me." }));
    const page = await open(hostile, { as: admin });
    const bios = packed(strings, BIO);
    await parallel(bios, async bio => {
      const at = bios.indexOf(bio) % PEOPLE;
      assert.ok(await said(people[at], "/settings/profile", { display_name: `Person ${at}`, bio }), `refused: ${bio}`);
    });
    for (const [at] of bios.slice(0, PEOPLE).entries()) await look(page, `/members/name${at}x`);
    // Everybody takes the next string that can be a name; then everybody's names are looked at.
    const queue = strings.filter(text => MARKED.test(text) && [...text].length <= NAME);
    let taken = 0;
    while (queue.length) {
      await parallel(people, async person => {
        for (let name; (name = queue.shift()) !== undefined;) {
          if (!await said(person, "/settings/profile", { display_name: name, bio: name })) continue;
          taken += 1;
          break;
        }
      });
      await look(page, `/posts/${id}/comments`);
    }
    assert.ok(taken >= 20, `only ${taken} names were taken`);
  });

  test("attack strings as suggested edits, and as reasons to reject them", async ({ open }) => {
    const { admin, other } = await settle(hostile), marked = strings.filter(text => MARKED.test(text));
    const [reasons, titles] = [REASON, TITLE.max].map(limit => packed(marked, limit).map(oneLine).filter(Boolean)), items = titles.entries();
    let taken = 0;
    await Promise.all([1, 2, 3].map(async number => {
      const page = await open(hostile, { as: admin });
      const question = await admin.ask(`A question that others would word better (${number})`, "The text.");
      const address = `/posts/${postOf(await admin.fetch(question))}/suggest`;
      for (const [at, text] of items) {
        const reason = reasons[at % reasons.length];
        const field = { title: titleOf(text), tags: "esim", lang: "en", body: `${text}\n`, reason, version: 1 };
        const path = await said(other, address, field) ?? await said(other, address, { ...field, body: "Only the title." });
        if (!path) continue;
        taken += 1;
        const rejected = at % 3 === 2;
        if (rejected) assert.ok(await said(admin, `${path}/reject`, { reason }), `refused: ${reason}`);
        for (const shown of [[path, "/review"], [`${path}/improve`], [path]][at % 3]) await look(page, shown);
        if (!rejected) await said(other, `${path}/withdraw`, {});
      }
    }));
    assert.ok(taken > reasons.length, `only ${taken} suggestions were taken`);
  });

  test("attack strings as reasons to close a question and to name super-users", async ({ open }) => {
    const { admin, moderator, staff } = await settle(hostile), rasa = await hostile.join("rasa", "Rasa");
    const question = await admin.ask("A question that is closed again and again", "The text."), topic = /\d+/.exec(question)[0];
    const [log, audit, own] = await Promise.all([moderator, admin, rasa].map(as => open(hostile, { as })));
    for (const [at, reason] of packed(strings.filter(text => MARKED.test(text)), WORDS).entries()) {
      const ends = at % 2 === 0, [verb, why] = ends ? ["close", { close_reason: "outdated" }] : ["reopen", {}];
      assert.ok(await said(moderator, `/mod/topics/${topic}/${verb}`, { ...why, reason }), `refused: ${reason}`);
      assert.ok(await said(staff, "/members/rasa/super", { decision: ends ? "withhold" : "grant", reason }), `refused: ${reason}`);
      if (ends) await look(own, "/super-users");
    }
    for (const [reader, start] of [[log, "/mod"], [audit, "/admin/audit"]]) {
      for (let next = start, pages = 0; next && pages < 6; pages += 1) {
        await look(reader, next);
        next = await reader.locator("main a[rel=next]").evaluateAll(links => links[0]?.getAttribute("href"));
      }
    }
  });

  test("attack strings come back from a form as they were typed", async ({ open }) => {
    const page = await open(hostile, { as: (await settle(hostile)).admin });
    for (const text of OWN.slice(0, 12)) {
      await page.goto("/ask");
      await page.locator("#f-title").evaluate((input, text) => { input.value = text }, text);
      await page.locator("#f-tags").evaluate((input, text) => { input.value = text }, `${text}<`);
      await page.locator("#f-body").evaluate((input, text) => { input.value = text }, text);
      await page.getByRole("button", { name: "Post question" }).click();
      await page.locator(".errsum").waitFor();
      assert.equal(await page.locator("#f-title").inputValue(), text);
      assert.equal(await page.locator("#f-tags").inputValue(), `${text}<`);
      assert.equal(await page.locator("#f-body").inputValue(), text);
      await structure(page);
    }
  });
}

function vectors() {
  const folder = join(testData, "corpora/sanitizer/bleach-xss-data");
  return readdirSync(folder).filter(name => name.endsWith(".test"))
    .map(name => readFileSync(join(folder, name), "utf8").split(/^--$/m)[0].trimEnd());
}

const naughty = () => JSON.parse(readFileSync(join(testData, "corpora/naughty/blns.json"), "utf8"));

// The strings in as few texts as the limit allows, a paragraph each.
function packed(strings, limit) {
  const texts = [""];
  for (const text of strings) {
    if (texts.at(-1).length + text.length + 2 > limit) texts.push("");
    texts[texts.length - 1] += `${text.slice(0, limit)}\n\n`;
  }
  return texts;
}

const oneLine = text => text.replace(/\s+/g, " ").trim();

// The people of the hostile site; made once. Two edit in turns: what one changes twice within minutes is one version.
let settled;
const settle = site => settled ??= (async () => {
  const admin = site.client(), link = /\/first-admin\/[\w-]+/.exec(site.output)[0];
  await admin.post(link, { email: "root@example.org", handle: "berta", display_name: "Berta", password: PASSWORD }, link);
  await admin.refresh();
  await admin.post("/admin/boards/new", { name: "Phones", slug: "phones", description: "", hue: "3", readers: "everyone" });
  const [other] = await Promise.all([site.join("ona", "Ona"), site.join("petras", "Petras"), site.join("daina", "Daina")]);
  await admin.post("/admin/members/petras", { moderator: "true", real_name: "", job_title: "" });
  await admin.post("/admin/members/daina", { staff: "true", real_name: "Daina Dainytė", job_title: "Help desk" });
  // A new role begins with a new sign-in.
  const [moderator, staff] = await Promise.all(["petras", "daina"].map(handle => site.signIn(`${handle}@example.org`)));
  return { admin, other, moderator, staff };
})();

async function parallel(items, work) {
  const results = [], next = items.entries();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const [at, item] of next) results[at] = await work(item);
  }));
  return results;
}

// Sends a form, each time from another address; null when a field was refused.
async function said(client, path, fields) {
  client.from = client.site.address();
  const { status, location, text } = await client.send(path, fields);
  assert.ok(status === 303 || status === 422, `${path}: ${status} for ${JSON.stringify(fields).slice(0, 300)} ${text.slice(0, 200)}`);
  return status === 303 ? location.replace(/#.*/, "") || "/" : null;
}

const postOf = ({ text }) => /\/posts\/(\d+)\/(?:vote|edit|comments)/.exec(text)[1];
const titleOf = text => [...`${text}${text.length < TITLE.min ? " and what makes a title" : ""}`].slice(0, TITLE.max).join("");

// Each string as title, text and tag of a question, and as an answer to the chunk's own question; that one is commented
// on and edited, with all of them as comments and reasons.
async function write({ admin, moderator, other }, chunk, pages) {
  const own = { title: "A question that takes a whole chunk", board: "1", tags: "esim", lang: "en" };
  const shared = await admin.ask(own.title, "The text."), id = /\d+/.exec(shared)[0];
  const post = postOf(await admin.fetch(shared));
  for (const text of chunk) {
    const field = { ...own, title: titleOf(text), body: `${text}\n`, tags: text, reviewed: "1" };
    const question = await said(admin, "/ask", field) ?? await said(admin, "/ask", { ...field, tags: "esim" })
      ?? await said(admin, "/ask", { ...field, tags: "esim", body: "Only the title." });
    // The others are seen in the lists; a closing tag could end a script of the page itself.
    if (question && text.includes("</")) pages.add(question);
    await said(other, `/questions/${id}/answers`, { body: `${text}\n` });
  }
  for (const body of packed(chunk, COMMENT)) await said(other, `/posts/${post}/comments`, { body });
  let version = Number(/name="version" value="(\d+)"/.exec((await admin.fetch(`/posts/${post}/edit`)).text)[1]);
  for (const [at, reason] of packed(chunk, REASON).entries()) {
    if (await said(at % 2 ? admin : moderator, `/posts/${post}/edit`, { ...own, body: `Text ${at}.\n\n${reason}`, reason, version })) version += 1;
  }
  pages.add(shared).add(`/posts/${post}/comments`).add(`/posts/${post}/history`);
}

// Opens the pages, a few at a time.
async function visit(site, open, as, addresses) {
  const next = addresses[Symbol.iterator]();
  await Promise.all([1, 2, 3].map(async () => {
    const page = await open(site, { as });
    for (const address of next) await look(page, address);
  }));
}

async function look(page, address) {
  const response = await page.goto(address);
  assert.equal(response.status(), 200, address);
  await structure(page);
}

// What stands in the page is the site's: no script, no handler, no style, no address that a browser would run.
async function structure(page) {
  const wrong = await page.evaluate(() => {
    const found = window.marked === undefined ? [] : ["a script ran"];
    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name) || name === "style" || name === "srcdoc") found.push(`${element.tagName} ${name}=${value}`);
        if (!/^(?:xlink:)?(?:href|src|action|formaction|data|poster|background)$/.test(name)) continue;
        const { protocol, origin } = new URL(value, location.href);
        const link = element.tagName === "A" && /^(?:https?|mailto):$/.test(protocol);
        if (!link && origin !== location.origin) found.push(`${element.tagName} ${name}=${value}`);
      }
      if (element.matches("iframe,object,embed,base,style,meta[http-equiv],main script,link:not(head link)")) found.push(element.outerHTML);
      if (element.matches("script[type='application/ld+json']")) JSON.parse(element.textContent);
    }
    return found;
  });
  assert.deepEqual(wrong, [], page.url());
}
