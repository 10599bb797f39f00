// What staff do with ideas, each before the eyes of those who care: a status with its reason, a merge and the way back,
// a comment that becomes part of an idea, the order of the roadmap, a storm session.

import assert from "node:assert/strict";

import { until } from "./support/site.mjs";
import { test } from "./support/tests.mjs";

const REASON = "We looked at what it would take, and it would make every bill dearer for everybody else.";

const inDays = days => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const unread = async member => (await member.fetch("/inbox/count")).text;

export function tests({ demo, sample }) {
  // Some people of a test, each with an account of their own.
  const cast = (...handles) => Promise.all(handles.map(handle => demo.join(handle, `The ${handle.replaceAll("-", " ")}`)));
  const both = (name, run) => {
    for (const javaScript of [true, false]) {
      test(`${name}: scripts ${javaScript ? "on" : "off"}`, ({ open }) => run(options => open(demo, { javaScript, ...options }), javaScript ? "js" : "plain"));
    }
  };

  both("staff say how an idea goes on, and its voters hear of it once", async (open, name) => {
    const [author, voter, leaver] = await cast(`said-author-${name}`, `said-voter-${name}`, `said-leaver-${name}`);
    const title = `Tell me when the parcel with the card is on its way (${name})`, idea = await author.propose(title);
    await voter.vote(idea, 1);
    await leaver.vote(idea, -1);
    await leaver.post(`/follow/topic/${idea.id}`, { level: "none" });
    const page = await open({ as: sample.staff });
    await page.goto(idea.path);
    await page.getByRole("link", { name: "Update status" }).click();
    await page.getByLabel("Status", { exact: true }).selectOption({ label: "Planned" });
    await page.getByLabel("What you say").fill("The **post office** tells us now, and we tell you.");
    await page.getByLabel("Next word by").fill(inDays(120));
    await page.getByLabel("Who looks after it").fill("nobody-of-ours");
    await page.getByRole("button", { name: "Publish update" }).click();
    // A mistake loses nothing.
    await page.locator("#f-next_word-error").waitFor();
    await page.getByLabel("Next word by").fill(inDays(30));
    await page.getByRole("button", { name: "Publish update" }).click();
    await page.locator("#f-owner-error").waitFor();
    assert.equal(await page.getByLabel("What you say").inputValue(), "The **post office** tells us now, and we tell you.");
    await page.getByLabel("Who looks after it").fill("@staff");
    await page.getByRole("button", { name: "Publish update" }).click();
    await page.getByText("Published. Who follows the idea hears of it.").waitFor();

    const newest = page.getByRole("region", { name: "The latest word of staff" });
    await newest.locator("strong", { hasText: "post office" }).waitFor();
    await newest.getByText(/^Next word by \d+/).waitFor();
    await page.locator("article .pill", { hasText: "Planned" }).waitFor();
    const progress = page.getByRole("region", { name: "Progress" });
    await progress.locator(".now").getByText("Planned").waitFor();
    await progress.locator(".next").waitFor();
    await progress.getByText("Looked after by").waitFor();

    await until("the voter to be told", 60, async () => await unread(voter) === "1");
    const reader = await open({ as: voter });
    await reader.goto("/inbox");
    await reader.locator(".inbox__g", { hasText: title }).getByText("said how it goes on").first().waitFor();
    const mailed = words => demo.mailed(`said-voter-${name}@example.org`, words);
    await until("the voter to get a mail", 60, () => mailed("we tell you"));
    // When the next word is there, the first one has come to whom it will.
    await page.getByRole("link", { name: "Update status" }).click();
    await page.getByLabel("What you say").fill("The first hundred parcels have a number.");
    await page.getByRole("button", { name: "Publish update" }).click();
    await page.getByText("Published. Who follows the idea hears of it.").waitFor();
    await until("the voter to be told again", 60, async () => await unread(voter) === "2");
    await until("the voter to get another mail", 60, () => mailed("have a number"));
    assert.equal(await mailed("we tell you"), 1, "mails of the first word");
    assert.equal(await unread(leaver), "", "whoever left it hears nothing");
    assert.equal(await demo.mailed(`said-leaver-${name}@example.org`, title), 0);
    await reader.goto(idea.path);
    assert.equal(await reader.getByRole("link", { name: "Update status" }).count(), 0, "members are offered no form");
    assert.equal(await reader.locator(".tl .update").count(), 2);
  });

  both("no idea is declined without a reason of its own", async (open, name) => {
    const [author, voter] = await cast(`no-author-${name}`, `no-voter-${name}`);
    const [one, other] = [await author.propose(`Free parcels for every card (${name})`), await author.propose(`A second card for the dog (${name})`)];
    const page = await open({ as: sample.staff }), text = page.getByLabel("What you say"), reason = `${REASON} (${name})`;
    const decline = async said => {
      await page.getByLabel("Status", { exact: true }).selectOption({ label: "Declined" });
      await text.fill(said);
      await page.getByRole("button", { name: "Publish update" }).click();
    };
    const refused = async (said, why) => {
      await decline(said);
      await page.locator("#f-body-error").getByText(why).waitFor();
      assert.equal(await text.inputValue(), said, "what was typed is kept");
      assert.equal(await page.getByLabel("Status", { exact: true }).locator("option:checked").innerText(), "Declined");
      await page.locator(".errsum").getByRole("link", { name: why }).waitFor();
    };
    await page.goto(`/ideas/${one.id}/update`);
    await refused("We will not.", "Give the reason in at least 40 letters. This text has 11; marks and signs do not count.");
    await refused(`No. ${"!".repeat(60)}`, "Give the reason in at least 40 letters. This text has 2; marks and signs do not count.");
    assert.equal((await voter.fetch(one.path)).text.includes("Declined"), false, "nothing is said of it yet");
    await decline(reason);
    await page.locator("article .pill", { hasText: "Declined" }).waitFor();
    await page.goto(`/ideas/${one.id}/update`);
    await refused(reason, "This is what the last update says. Write what is new.");
    await page.goto(`/ideas/${other.id}/update`);
    await refused(`**${reason.toUpperCase()}**`, "An idea was declined in these very words before. Write the reason for this idea.");
    await page.goto("/ideas/update");
    const offered = await page.getByLabel("Status", { exact: true }).locator("option").allInnerTexts();
    assert.ok(offered.includes("Planned") && !offered.includes("Declined"), `one by one only: ${offered}`);

    const reader = await open({ as: voter });
    await reader.goto(one.path);
    await reader.getByText("This idea is decided and takes no more votes.").waitFor();
    assert.equal(await reader.locator("article form.vote").count(), 0);
    await reader.getByRole("region", { name: "The latest word of staff" }).getByText(reason).waitFor();
  });

  both("one word for several ideas, and those that wait for the next", async (open, name) => {
    const [author] = await cast(`many-${name}`);
    const ideas = [await author.propose(`Blue cards for children (${name})`), await author.propose(`Green cards for gardeners (${name})`)];
    const page = await open({ as: sample.staff });
    await page.goto("/ideas");
    await page.getByRole("link", { name: "Update several ideas" }).click();
    await page.locator("main .chips").getByRole("link", { name: "New", exact: true }).click();
    for (const { title } of ideas) await page.getByLabel(title).check();
    await page.getByLabel("What you say").fill(`The printers look at colours. (${name})`);
    await page.getByLabel("Next word by").fill(inDays(2));
    await page.locator("#f-status").selectOption({ label: "Under review" });
    await page.getByRole("button", { name: "Publish updates" }).click();
    await page.getByText("Published. Who follows the ideas hears of it.").waitFor();
    for (const { path } of ideas) {
      await page.goto(path);
      await page.getByRole("region", { name: "The latest word of staff" }).getByText("The printers look at colours.").waitFor();
      await page.locator("article .pill", { hasText: "Under review" }).waitFor();
    }
    await page.goto("/ideas");
    await page.getByRole("link", { name: "Ideas that wait for a word" }).click();
    const waiting = page.locator(".rows li", { hasText: ideas[0].title });
    await waiting.getByText(/^Promised by/).waitFor();
    await waiting.getByRole("link", { name: "Update status" }).click();
    await page.getByLabel("What you say").fill(`They print them now. (${name})`);
    await page.getByRole("button", { name: "Publish update" }).click();
    await page.getByText("Published. Who follows the idea hears of it.").waitFor();
    await page.goto("/ideas/due");
    await page.locator(".rows li", { hasText: ideas[1].title }).waitFor();
    assert.equal(await waiting.count(), 0, "it has its word");
  });

  both("two ideas become one, with a look before, and two again", async (open, name) => {
    const [first, second, newer, known] = await cast(`one-${name}`, `two-${name}`, `newer-${name}`, `known-${name}`);
    const from = await first.propose(`Numbers that are easy to remember (${name})`), into = await second.propose(`Choose a number that one can keep in mind (${name})`);
    await newer.vote(into, -1);
    await known.vote(into, 1);
    for (const voter of [newer, known]) await voter.vote(from, 1);
    await known.post(`/posts/${from.post}/comments`, { body: "With my birthday in it." });
    const page = await open({ as: sample.staff });
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

    const reader = await open({ as: newer });
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

  both("a comment becomes part of the idea", async (open, name) => {
    const [author, helper] = await cast(`asks-${name}`, `adds-${name}`);
    const idea = await author.propose(`Let two people pay one bill (${name})`), words = "And let each of them see it.";
    await helper.post(`/posts/${idea.post}/comments`, { body: words });
    const page = await open({ as: author }), remark = page.locator("#comments ~ .comments .comment", { hasText: words });
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
    const other = await open({ as: helper });
    await other.goto(idea.path);
    await other.getByText(words).waitFor();
    assert.equal(await other.getByRole("button", { name: "Make it part of the idea" }).count(), 0);
  });

  // One after the other, for they move things in the same column.
  test("staff put the roadmap in order, with and without scripts", async ({ open }) => {
    const [author] = await cast("plans");
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

  both("a storm session collects ideas, and closes", async (open, name) => {
    const [caller] = await cast(`storms-${name}`);
    const theme = `What would make a lost phone less bad? (${name})`, title = `Lock all of it with one call (${name})`;
    const page = await open({ as: sample.staff });
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

    const member = await open({ as: caller });
    await member.goto("/ideas");
    await member.locator(".notice").getByRole("link", { name: theme }).click();
    await member.getByRole("link", { name: "Propose an idea for this session" }).click();
    await member.locator(".notice").getByText("You propose this for the session").waitFor();
    assert.equal(await member.getByLabel("Board", { exact: true }).locator("option:checked").innerText(), "Network wishes");
    await member.getByLabel("Title").fill(title);
    await member.getByLabel("Your idea").fill("One number to call, day and night.");
    await member.getByLabel("Tags").fill("security");
    // It closes while somebody writes.
    const late = await open({ as: caller });
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
