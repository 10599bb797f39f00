// The walk through the whole house, with and without scripts, at a desk and on a phone: a visitor asks and signs up on
// the way, others answer and vote, the asker accepts.

import assert from "node:assert/strict";

import { PHONE, WIDE } from "./support/browser.mjs";
import { PASSWORD } from "./support/site.mjs";
import { editOf } from "./support/stage.mjs";
import { test } from "./support/tests.mjs";

export function tests({ fresh, people }) {
  for (const [device, size] of [["desk", WIDE], ["phone", PHONE]]) {
    for (const javaScript of [true, false]) {
      test(`ask, sign up, answer, vote, accept, edit, comment: ${device}, scripts ${javaScript ? "on" : "off"}`,
        ({ open }) => walk(fresh, people, { size, javaScript, name: `${device}${javaScript ? "js" : "plain"}` },
          options => open(fresh, { size, javaScript, ...options })));
    }
  }
}

const path = page => new URL(page.url()).pathname;

async function walk(site, people, { javaScript, name }, open) {
  const title = `Where is my number after the move? (${name})`;
  const asker = await open();
  const question = await askAndSignUp(site, asker, { name, title });

  const answerer = await open({ as: people.ona });
  await answerer.goto(question);
  await answerer.getByLabel("Your answer", { exact: true }).and(answerer.locator("textarea"))
    .fill("Switch the phone off and on.\n\nThen it is **there**.");
  await answerer.getByRole("button", { name: "Post answer" }).click();
  await answerer.locator(".answer .prose strong").waitFor();
  assert.equal(path(answerer), question);

  await vote(await open({ as: people.petras }), question, javaScript);
  await asker.goto(question);
  await asker.getByRole("button", { name: "This worked" }).click();
  await asker.locator(".answer--ok .answer__flag").waitFor();
  assert.equal(await asker.getByText("Solved", { exact: true }).count(), 1);

  await edit(site, asker, question, people.admin);
  await comment(asker, question);
  await signOut(asker, question, javaScript, name);
}

async function askAndSignUp(site, page, { name, title }) {
  await page.goto("/");
  await page.getByLabel("Your question").fill(title);
  await page.getByLabel("Your question").press("Enter");
  await page.waitForURL(/\/ask\?title=/);
  assert.equal(await page.getByLabel("Title").inputValue(), title);
  await page.getByLabel("Board", { exact: true }).selectOption({ label: "Phones" });
  await page.getByLabel("Your question").fill("It was there yesterday, on the old phone.");
  await page.getByLabel("Tags").fill("esim, new-phone");
  await page.getByRole("button", { name: "Post question" }).click();
  // Signing in or up comes first, and the text travels along.
  await page.getByRole("button", { name: "Create an account" }).click();
  await page.getByText(title).waitFor();
  const email = `asker-${name}@example.org`;
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Name", { exact: true }).fill(`Asker ${name}`);
  await page.getByLabel("Handle").fill(`asker-${name}`);
  await page.getByLabel("Password").fill("short");
  await page.locator("main").getByRole("button", { name: "Create an account" }).click();
  // A mistake loses nothing.
  await page.locator("#f-password-error").waitFor();
  assert.equal(await page.getByLabel("Email").inputValue(), email);
  await page.getByText(title).waitFor();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.locator("main").getByRole("button", { name: "Create an account" }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();
  await page.goto(await site.mailedLink(email, "verify-email"));
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  assert.match(path(page), /^\/questions\/\d+\//);
  await page.getByText("Your address is confirmed, and your question is posted.").waitFor();
  return path(page);
}

async function vote(page, question, javaScript) {
  await page.goto(question);
  let loads = 0;
  page.on("framenavigated", () => { loads += 1 });
  const answer = page.locator(".answer").first();
  await answer.getByRole("button", { name: /^Vote up/ }).click();
  await answer.locator("[data-score='1']").waitFor();
  assert.equal(await answer.locator("[data-score] [aria-hidden]").innerText(), "1");
  assert.equal(loads, javaScript ? 0 : 1, "pages loaded by a vote");
  assert.equal(await answer.getByRole("button", { name: /^Vote up/ }).getAttribute("aria-pressed"), "true");
  const metoo = page.getByRole("button", { name: /ha(ve|s) this too/ });
  await metoo.click();
  await page.getByRole("button", { name: "You have this too" }).and(page.locator("[aria-pressed=true]")).waitFor();
  await metoo.locator(".num", { hasText: "1" }).waitFor();
  // What was painted is what was kept.
  await page.reload();
  assert.equal(await answer.locator("[data-score]").getAttribute("data-score"), "1");
  assert.equal(await metoo.getAttribute("aria-pressed"), "true");
}

async function edit(site, page, question, admin) {
  const post = page.locator("#q");
  await post.getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByLabel("Your question").fill("It was there yesterday, on the old telephone.");
  await page.getByRole("button", { name: "Save" }).click();
  await post.getByText("on the old telephone").waitFor();
  assert.equal(path(page), question);
  // Within five minutes one's own edit replaces the version; another's is one of its own.
  const id = /\/posts\/(\d+)\/edit/.exec((await admin.fetch(question)).text)[1];
  await admin.post(`/posts/${id}/edit`, await editOf(admin, id, { reason: "Which network?" }, (field, value) =>
    field === "body" ? value.replace("telephone", "network") : value));
  await page.goto(question);
  await post.getByRole("link", { name: "Edited once" }).click();
  await page.getByText("Which network?").waitFor();
  assert.equal(await page.locator("ins", { hasText: "network" }).count(), 1);
  assert.equal(await page.locator("del", { hasText: "telephone" }).count(), 1);
  await page.getByRole("button", { name: "Restore this version" }).first().click();
  await post.getByText("on the old telephone").waitFor();
}

async function comment(page, question) {
  await page.goto(question);
  await page.locator(".answer").first().getByRole("link", { name: "Comment", exact: true }).click();
  await page.getByLabel("Your comment").fill("That was it, `thanks`!");
  await page.getByRole("button", { name: "Post comment" }).click();
  await page.locator(".comment code", { hasText: "thanks" }).waitFor();
}

async function signOut(page, question, javaScript, name) {
  await page.goto("/settings");
  assert.equal(await page.getByText(`asker-${name}@example.org`).count(), 1);
  await page.goto(question);
  await page.locator("summary", { hasText: "Your account" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
  for (let step = 0; step < 2; step += 1) {
    // From memory or anew: either way "load" may not come again.
    await page.goBack({ waitUntil: "commit" });
    // Without scripts the page just left may come from the browser's memory; what it offers leads to signing in.
    if (javaScript) await page.getByRole("link", { name: "Sign in", exact: true }).first().waitFor();
    else await page.locator("h1").first().waitFor();
    assert.equal(await page.getByText(`asker-${name}@example.org`).count(), 0, "going back shows the address");
  }
}
