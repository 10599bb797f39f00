// What staff put together out of ideas: two that are one, a comment that becomes a part, the order of the roadmap, a
// storm session.

import assert from "node:assert/strict";

import { inDays, until } from "./support/site.mjs";
import { test, withAndWithoutScripts } from "./support/tests.mjs";

const unread = async member => (await member.fetch("/inbox/count")).text;

export function tests({ demo, sample }) {
  withAndWithoutScripts("two ideas become one, with a look before, and two again", async ({ open, suffix: name }) => {
    const [first, second, newer, known] = await demo.cast(`one-${name}`, `two-${name}`, `newer-${name}`, `known-${name}`);
    const from = await first.propose(`Numbers that are easy to remember (${name})`), into = await second.propose(`Choose a number that one can keep in mind (${name})`);
    await newer.vote(into, -1);
    await known.vote(into, 1);
    for (const voter of [newer, known]) await voter.vote(from, 1);
    await known.post(`/posts/${from.post}/comments`, { body: "With my birthday in it." });
    const page = await open(demo, { as: sample.staff });
    await page.goto(from.path);
    await page.getByRole("link", { name: "Merge into another idea" }).click();
    await page.getByLabel("The other idea").fill(from.id);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.locator("#f-into-error").getByText("This is the idea itself.").waitFor();
    await page.getByLabel("The other idea").fill(into.id);
    await page.getByRole("button", { name: "Continue" }).click();
    for (const said of ["2 voters come along.", "2 of them count there already, and count once.",
      "1 voted differently there, and the newer vote from here counts.", "Afterwards it has 2 for and 0 against.", "1 comment is shown there"]) {
      await page.locator("main li", { hasText: said }).waitFor();
    }
    await page.getByRole("button", { name: "Merge them" }).click();
    await page.locator("#f-reason-error").waitFor();
    await page.getByLabel("Reason").fill("Both ask for the same thing.");
    await page.getByRole("button", { name: "Merge them" }).click();
    await page.getByText("The ideas are merged.").waitFor();
    assert.equal(new URL(page.url()).pathname, into.path);
    await page.getByText("2 for, 0 against").waitFor();
    const merged = page.getByRole("region", { name: "Merged into this idea" });
    await merged.getByRole("link", { name: from.title }).waitFor();
    await page.getByRole("region", { name: "Comments from merged ideas" }).getByText("With my birthday in it.").waitFor();

    const reader = await open(demo, { as: newer });
    await reader.goto(from.path);
    assert.equal(new URL(reader.url()).pathname, into.path);
    await reader.locator("article form.vote [data-way='1'][aria-pressed=true]").waitFor();
    await reader.locator(".notice", { hasText: "What you looked for is part of this idea now." }).getByRole("link", { name: from.title }).click();
    await reader.getByText("This became part of another idea:").waitFor();
    assert.equal(await reader.locator("article form.vote").count(), 0);

    await merged.getByRole("link", { name: "Take the merge back" }).click();
    await page.locator("main li", { hasText: "2 votes that came along go back with it." }).waitFor();
    await page.getByLabel("Reason").fill("One of them wants another thing after all.");
    await page.getByRole("button", { name: "Take it back" }).click();
    await page.getByText("The merge is taken back.").waitFor();
    await reader.goto(into.path);
    await reader.getByText("1 for, 1 against").waitFor();
    await reader.goto(from.path);
    assert.equal(new URL(reader.url()).pathname, from.path);
    await reader.getByText("2 for, 0 against").waitFor();
    await reader.getByRole("region", { name: "Progress" }).getByText("One of them wants another thing after all.").waitFor();
  });

  withAndWithoutScripts("a comment becomes part of the idea", async ({ open, suffix: name }) => {
    const [author, helper] = await demo.cast(`asks-${name}`, `adds-${name}`);
    const idea = await author.propose(`Let two people pay one bill (${name})`), words = "And let each of them see it.";
    await helper.post(`/posts/${idea.post}/comments`, { body: words });
    const page = await open(demo, { as: author }), remark = page.locator("#comments ~ .comments .comment", { hasText: words });
    const part = page.getByRole("region", { name: "Extended by a comment" });
    await page.goto(idea.path);
    await remark.getByRole("button", { name: "Make it part of the idea" }).click();
    await page.getByText("The comment is part of the idea now.").waitFor();
    await part.getByText(words).waitFor();
    await part.getByRole("link", { name: `The adds ${name}` }).waitFor();
    await until("the helper to be told", 60, async () => await unread(helper) === "1");
    await remark.getByRole("button", { name: "Take it out of the idea" }).click();
    await page.getByText("The comment is a comment alone again.").waitFor();
    assert.equal(await part.count(), 0);
    // Whoever wrote the comment does not decide.
    const other = await open(demo, { as: helper });
    await other.goto(idea.path);
    await other.getByText(words).waitFor();
    assert.equal(await other.getByRole("button", { name: "Make it part of the idea" }).count(), 0);
  });

  // One after the other, for they move things in the same column.
  test("staff put the roadmap in order, with and without scripts", async ({ open }) => {
    const [author] = await demo.cast("plans");
    for (const javaScript of [true, false]) {
      const name = javaScript ? "js" : "plain";
      const ideas = await Promise.all(["Numbers for machines that send little", "Numbers for bicycles that call home"]
        .map(title => author.propose(`${title} (${name})`)));
      for (const idea of ideas) {
        const form = (await sample.staff.fetch(`/ideas/${idea.id}/update`)).text, status = /value="(\d+)"[^>]*>Planned</.exec(form)[1];
        await sample.staff.post(`/ideas/${idea.id}/update`, { status, body: `It comes, says ${idea.title}.`, seen: "" });
      }
      await inOrder(options => open(demo, { javaScript, ...options }), sample.staff, ideas);
    }
  });

  withAndWithoutScripts("a storm session collects ideas, and closes", async ({ open, suffix: name }) => {
    const [caller] = await demo.cast(`storms-${name}`);
    const theme = `What would make a lost phone less bad? (${name})`, title = `Lock all of it with one call (${name})`;
    const page = await open(demo, { as: sample.staff });
    await page.goto("/storms");
    await page.getByRole("link", { name: "Call for ideas" }).click();
    await page.getByLabel("Theme").fill(theme);
    await page.getByLabel("Board", { exact: true }).selectOption({ label: "Network wishes" });
    await page.getByLabel("Introduction").fill("We have **three weeks** for it.");
    await page.getByLabel("First day").fill(inDays(0));
    await page.getByLabel("Last day").fill(inDays(-3));
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator("#f-last-error").waitFor();
    assert.equal(await page.getByLabel("Theme").inputValue(), theme);
    await page.getByLabel("Last day").fill(inDays(20));
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The session is set up.").waitFor();
    const storm = new URL(page.url()).pathname;

    const member = await open(demo, { as: caller });
    await member.goto("/ideas");
    await member.locator(".notice").getByRole("link", { name: theme }).click();
    await member.getByRole("link", { name: "Propose an idea for this session" }).click();
    await member.locator(".notice").getByText("You propose this for the session").waitFor();
    assert.equal(await member.getByLabel("Board", { exact: true }).locator("option:checked").innerText(), "Network wishes");
    await member.getByLabel("Title").fill(title);
    await member.getByLabel("Your idea").fill("One number to call, day and night.");
    await member.getByLabel("Tags").fill("security");
    // It closes while somebody writes.
    const late = await open(demo, { as: caller });
    await late.goto(`/ideas/new?storm=${storm.split("/")[2]}`);
    await share(member, title);
    await page.reload();
    await page.locator(".idea").getByRole("link", { name: title }).waitFor();
    await page.getByRole("button", { name: "End it now" }).click();
    await page.getByText("Over: it takes no more ideas").waitFor();
    assert.equal(await page.getByRole("link", { name: "Propose an idea for this session" }).count(), 0);

    await late.getByLabel("Title").fill(`${title}, and too late`);
    await late.getByLabel("Your idea").fill("This took me longer than it should.");
    await late.getByLabel("Tags").fill("security");
    await late.getByRole("button", { name: "Share idea" }).click();
    const onward = late.getByRole("button", { name: "Share my idea" }), refusal = late.getByText("takes no more ideas. Your text is kept");
    await onward.or(refusal.first()).first().waitFor();
    if (await onward.count()) await onward.click();
    await refusal.first().waitFor();
    assert.equal(await late.getByLabel("Your idea").inputValue(), "This took me longer than it should.");
    await share(late, `${title}, and too late`);
    await page.reload();
    assert.equal(await page.locator(".idea").count(), 1, "what came late is not in the session");
  });
}

// Posts what is in the form, by way of what is like it where there is anything.
async function share(page, title) {
  await page.getByRole("button", { name: "Share idea" }).click();
  const onward = page.getByRole("button", { name: "Share my idea" }), there = page.getByRole("heading", { level: 1, name: title, exact: true });
  await onward.or(there).waitFor();
  if (await onward.count()) await onward.click();
  await there.waitFor();
}

async function inOrder(open, staff, [one, other]) {
  const page = await open({ as: staff }), column = page.getByRole("region", { name: "Coming" });
  const press = async name => {
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByText("The roadmap has the new order.").waitFor();
  };
  const isAbove = async (upper, lower) => {
    const titles = await column.locator("h3").allInnerTexts(), [above, below] = [titles.indexOf(upper.title), titles.indexOf(lower.title)];
    assert.ok(above >= 0 && above < below, `${upper.title} above ${lower.title}: ${titles}`);
  };
  // The column's own page has those that the roadmap has no room for.
  await page.goto("/roadmap?column=accepted");
  for (const idea of [one, other]) await press(`Put “${idea.title}” on top`);
  await page.goto("/roadmap");
  await isAbove(other, one);
  await press(`Move “${one.title}” up`);
  await isAbove(one, other);
  await press(`Move “${one.title}” down`);
  await isAbove(other, one);

  await column.locator("li", { hasText: one.title }).getByRole("link", { name: "Set the quarter" }).click();
  await page.getByLabel("Quarter").selectOption({ index: 2 });
  const quarter = await page.getByLabel("Quarter").locator("option:checked").innerText();
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("aside").getByText(quarter).waitFor();
  const reader = await open();
  await reader.goto("/roadmap");
  await reader.getByRole("region", { name: "Coming" }).locator("li", { hasText: one.title }).getByText(quarter).waitFor();
  assert.equal(await reader.locator("form[action$='/move']").count(), 0, "readers put nothing in order");
}
