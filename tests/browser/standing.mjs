// What members do with their standing: suggest edits and decide about them, vote to close and to reopen, and see what
// reputation opens and gave, who leads, and who is a super-user.

import assert from "node:assert/strict";

import { focused, reach } from "./support/keys.mjs";
import { lookAt } from "./support/pages.mjs";
import { until } from "./support/site.mjs";
import { EVERYTHING, editOf } from "./support/stage.mjs";
import { test, withAndWithoutScripts } from "./support/tests.mjs";

const OLD = "My phone dont ring.\n\nIt did on Monday.", NEW = "My phone does not ring.\n\nIt did on Monday.";
const REASON = "Says it in plain words";

const postOf = async (client, question) => /\/posts\/(\d+)\/(?:edit|suggest)/.exec((await client.fetch(question)).text)[1];
const told = (member, words) => until(`${words} in the inbox`, 60, async () => (await member.fetch("/inbox")).text.includes(words));
const reputation = async (page, handle) => {
  await page.goto(`/members/${handle}/reputation`);
  return page.locator(".stats dd").first().innerText();
};

// Suggests other words; answers the suggestion's path.
const suggest = async (client, post, body, reason = REASON) =>
  client.post(`/posts/${post}/suggest`, await editOf(client, post, { reason, body }, undefined, "suggest"));

// A text of a suggestion's page, by its heading.
const side = (page, name) => page.locator("section", { has: page.getByRole("heading", { level: 2, name, exact: true }) });

export function tests({ fresh, demo, earned, sample, founder, shots }) {
  // A question of one member and another who cannot edit it.
  const scene = async (name, title) => {
    const [author, helper] = await fresh.cast(`asker-${name}`, `mender-${name}`);
    const question = await author.ask(title, OLD);
    return { author, helper, question, post: await postOf(author, question) };
  };

  withAndWithoutScripts("standing: an edit is suggested, withdrawn, suggested again and approved", async ({ open, suffix: name }) => {
    const title = `Why dont it ring since this Monday (${name})`, better = title.replace("dont it", "does it not");
    const { author, helper, question } = await scene(name, title);
    const page = await open(fresh, { as: helper }), own = page.locator("#q");
    const [text, reason] = [page.getByLabel("The question"), page.getByLabel("What does it make better?")];
    const send = () => page.getByRole("button", { name: "Send suggestion" }).click();
    await page.goto(question);
    assert.equal(await own.getByRole("link", { name: "Edit", exact: true }).count(), 0);
    await own.getByRole("link", { name: "Suggest an edit" }).click();
    await text.fill(NEW);
    await send();
    // A mistake loses nothing.
    await page.locator("#f-reason-error").getByText("Say it in at least 5 characters.").waitFor();
    assert.equal(await text.inputValue(), NEW);
    await reason.fill(REASON);
    await send();
    await page.getByText("Your suggestion is sent.").waitFor();
    await page.getByText("Your suggestion waits for somebody to decide.").waitFor();
    assert.equal(await page.getByRole("button", { name: /Approve|Reject/ }).count(), 0, "nobody decides about their own");
    const withdrawn = new URL(page.url()).pathname;
    await page.getByRole("button", { name: "Withdraw suggestion" }).click();
    await page.getByText("Your suggestion is withdrawn.").waitFor();
    await own.getByText("My phone dont ring.").waitFor();

    await own.getByRole("link", { name: "Suggest an edit" }).click();
    await page.getByLabel("Title").fill(better);
    await text.fill(NEW);
    await reason.fill(REASON);
    await send();
    await page.getByText("Your suggestion is sent.").waitFor();
    const waiting = new URL(page.url()).pathname;
    assert.notEqual(waiting, withdrawn);
    await page.goto(question);
    await own.getByRole("link", { name: "Suggest an edit" }).click();
    await page.waitForURL(`**${waiting}`);

    await told(author, `href="${waiting}"`);
    const owner = await open(fresh, { as: author });
    await owner.goto("/inbox");
    const line = owner.locator(".inbox__g", { hasText: title }).getByRole("link", { name: `The mender ${name} suggests an edit of your post` });
    await line.first().click();
    await owner.waitForURL(`**${waiting}`);
    await owner.getByText(`Reason: ${REASON}`).waitFor();
    await side(owner, "As it is").getByText("My phone dont ring.").waitFor();
    await side(owner, "As suggested").getByText("My phone does not ring.").waitFor();
    const [left, right] = await Promise.all(["As it is", "As suggested"].map(name => side(owner, name).boundingBox()));
    assert.ok(left.y === right.y && left.x + left.width <= right.x, "they stand beside each other");
    await owner.getByRole("button", { name: "Approve edit" }).click();
    await owner.getByText("Approved. Who suggested it hears of it.").waitFor();
    await owner.getByRole("heading", { level: 1, name: better }).waitFor();
    await owner.locator("#q .prose").getByText("My phone does not ring.").waitFor();
    await owner.locator("#q").getByRole("link", { name: /edited/i }).click();
    const version = owner.getByRole("article", { name: "Version 2" });
    await version.getByRole("link", { name: `The mender ${name}` }).waitFor();
    await version.getByText(`Suggested, and approved by The asker ${name}`).waitFor();
    await version.getByText(`Reason: ${REASON}`).waitFor();

    await told(helper, "Your suggested edit was approved");
    await page.goto("/inbox");
    await page.getByRole("link", { name: "Your suggested edit was approved" }).first().click();
    await page.getByText(`Approved by The asker ${name}`).waitFor();
    assert.equal(await reputation(page, `mender-${name}`), "3");
    const gained = page.locator("li", { hasText: "Your edit was approved" });
    await gained.getByText("+2", { exact: true }).waitFor();
    await gained.getByRole("link", { name: better }).waitFor();
  });

  test("standing: a suggested edit is rejected with a reason, and another is improved", async ({ open }) => {
    const title = "Where is the switch for the ring tone", { author, helper, question, post } = await scene("second", title);
    const rejected = await suggest(helper, post, "Where is it?");
    const owner = await open(fresh, { as: author }), page = await open(fresh, { as: helper });
    const why = owner.getByLabel("Why not?"), reject = () => owner.getByRole("button", { name: "Reject edit" }).click();
    await owner.goto(rejected);
    await reject();
    await owner.locator("#f-reason-error").getByText("Say it in at least 5 characters.").waitFor();
    await why.fill("No.");
    await reject();
    await owner.locator("#f-reason-error").waitFor();
    assert.equal(await why.inputValue(), "No.", "what was typed is kept");
    await side(owner, "As suggested").getByText("Where is it?").waitFor();
    await why.fill("It loses what happened before.");
    await reject();
    await owner.getByText("Rejected. Who suggested it hears why.").waitFor();
    await owner.locator("#q .prose").getByText("My phone dont ring.").waitFor();
    await told(helper, "Your suggested edit was rejected");
    await page.goto(rejected);
    await page.getByText("Rejected by The asker second").waitFor();
    await page.getByText("Reason: It loses what happened before.").waitFor();
    assert.equal(await reputation(page, "mender-second"), "1");

    await owner.goto(await suggest(helper, post, NEW));
    await owner.getByRole("link", { name: "Improve edit" }).click();
    const text = owner.getByLabel("The question"), save = () => owner.getByRole("button", { name: "Save and approve" }).click();
    assert.equal(await text.inputValue(), NEW);
    assert.equal(await owner.getByLabel("What does it make better?").inputValue(), REASON);
    await text.fill(`${NEW.replace("Monday", "Sunday")}`);
    await owner.getByLabel("Title").fill("");
    await save();
    await owner.locator("#f-title-error").waitFor();
    assert.match(await text.inputValue(), /on Sunday/);
    await owner.getByLabel("Title").fill(title);
    await save();
    await owner.getByText("Approved with your changes.").waitFor();
    await owner.locator("#q .prose").getByText("It did on Sunday.").waitFor();
    await owner.goto(`/posts/${post}/history`);
    const version = owner.getByRole("article", { name: "Version 2" });
    await version.getByRole("link", { name: "The asker second" }).waitFor();
    await version.getByText("Improves a suggestion by The mender second").waitFor();
    await told(helper, "Your suggested edit was approved");
    assert.equal(await reputation(page, "mender-second"), "3");
    assert.ok((await helper.fetch(question)).text.includes("on Sunday"));
  });

  test("standing: nothing is lost when the post was changed meanwhile", async ({ open }) => {
    const { author, helper, question, post } = await scene("third", "Which phones ring when they are asleep");
    const change = async (from, to) => author.post(`/posts/${post}/edit`, await editOf(author, post, { reason: "" }, (name, value) =>
      name === "body" ? value.replace(from, to) : value));
    const answer = page => page.waitForResponse(response => response.request().method() === "POST");
    const page = await open(fresh, { as: helper });
    await page.goto(`/posts/${post}/suggest`);
    await change("on Monday", "last Monday");
    await page.getByLabel("The question").fill(NEW);
    await page.getByLabel("What does it make better?").fill(REASON);
    const sent = answer(page);
    await page.getByRole("button", { name: "Send suggestion" }).click();
    assert.equal((await sent).status(), 409);
    await page.getByText("Somebody has changed this text meanwhile.").waitFor();
    assert.match(await page.getByLabel("Their text", { exact: true }).inputValue(), /last Monday/);
    assert.equal(await page.getByLabel("The question").inputValue(), NEW);
    assert.equal(await page.getByLabel("What does it make better?").inputValue(), REASON);
    await page.getByRole("button", { name: "Send suggestion" }).click();
    await page.getByText("Your suggestion is sent.").waitFor();

    const owner = await open(fresh, { as: author }), approve = owner.getByRole("button", { name: "Approve edit" });
    await owner.goto(new URL(page.url()).pathname);
    await approve.waitFor();
    await change("last Monday", "until last Monday");
    const decided = answer(owner);
    await approve.click();
    assert.equal((await decided).status(), 409);
    await owner.locator(".errsum").getByText("The text was changed since this was suggested").waitFor();
    assert.equal(await owner.getByText("The text was changed since this was suggested").count(), 1, "it is said once");
    await side(owner, "As it is").getByText("until last Monday").waitFor();
    await side(owner, "As suggested").getByText("My phone does not ring.").waitFor();
    assert.equal(await approve.count(), 0);
    assert.match((await author.fetch(question)).text, /My phone dont ring\.[^]*until last Monday/);
    await owner.getByRole("link", { name: "Improve edit" }).click();
    assert.match(await owner.getByLabel("Their text", { exact: true }).inputValue(), /until last Monday/);
    assert.equal(await owner.getByLabel("The question").inputValue(), NEW);
    await owner.getByLabel("The question").fill("My phone does not ring.\n\nIt did until last Monday.");
    await owner.getByRole("button", { name: "Save and approve" }).click();
    await owner.locator("#q .prose").getByText("My phone does not ring.").waitFor();
    await owner.locator("#q .prose").getByText("until last Monday").waitFor();
  });

  test("standing: suggested edits are approved and rejected by keyboard alone", async ({ open }) => {
    const { author, helper, post } = await scene("keys", "Does it ring when nobody touches it");
    const page = await open(fresh, { as: author });
    await page.goto(await suggest(helper, post, "It rings."));
    await reach(page, "#f-reason");
    await page.keyboard.type("It");
    await reach(page, "form[action$='/reject'] button");
    await page.keyboard.press("Space");
    await page.locator("#f-reason-error").waitFor();
    assert.equal(await focused(page, "e => e.matches('.errsum, .errsum *')"), true, "the mistakes are where one stands");
    await reach(page, ".errsum a");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page, "e => e.id"), "f-reason");
    await page.keyboard.press("End");
    await page.keyboard.type(" does not.");
    await page.keyboard.press("Enter");
    await page.getByText("Rejected. Who suggested it hears why.").waitFor();
    await page.goto(await suggest(helper, post, NEW));
    await reach(page, "form[action$='/approve'] button");
    await page.keyboard.press("Enter");
    await page.getByText("Approved. Who suggested it hears of it.").waitFor();
    await page.locator("#q .prose").getByText("My phone does not ring.").waitFor();
  });

  // Those who vote to close; on their site everybody may.
  let gathered;
  const jury = () => gathered ??= earned.cast(...[1, 2, 3, 4, 5, 6].map(at => `juror-${at}`));

  withAndWithoutScripts("standing: three votes close a question, and three reopen it", async ({ open, suffix: name }) => {
    const [[asker], jurors] = await Promise.all([earned.cast(`judged-${name}`), jury()]);
    const question = await asker.ask(`What was the price of a call in May (${name})`, "I ask for a friend.");
    const vote = async (juror, wish, reason) => {
      const page = await open(earned, { as: juror });
      await page.goto(question);
      await page.getByRole("link", { name: `Vote to ${wish}` }).click();
      if (reason) await page.getByLabel(reason).check();
      await page.getByRole("button", { name: `Vote to ${wish}` }).click();
      return page;
    };
    const counted = (page, words) => Promise.all([page.getByText("Your vote counts. More are needed.").waitFor(), page.getByText(words).waitFor()]);
    const first = await vote(jurors[0], "close", "");
    await first.locator("#f-close_reason-error").getByText("Choose why it is closed.").waitFor();
    await first.getByLabel("It is off topic here").check();
    await first.getByRole("button", { name: "Vote to close" }).click();
    await counted(first, "1 of 3 votes to close: off topic");
    assert.equal(await first.getByRole("link", { name: "Vote to close" }).count(), 0, "each has one");
    await first.getByRole("button", { name: "Take your vote back" }).click();
    await first.getByText("Your vote is taken back.").waitFor();
    assert.equal(await first.getByText("votes to close").count(), 0);
    await counted(await vote(jurors[0], "close", "It is outdated"), "1 of 3 votes to close: outdated");
    await counted(await vote(jurors[1], "close", "It is off topic here"), "2 of 3 votes to close");
    const last = await vote(jurors[2], "close", "It is outdated");
    await last.getByText("Closed.", { exact: true }).waitFor();
    await last.getByText("Closed: this is out of date. It takes comments, and no new answers.").waitFor();
    assert.equal(await last.getByRole("button", { name: "Post answer" }).count(), 0);
    assert.equal(await last.getByRole("link", { name: "Vote to reopen" }).count(), 0, "nobody reopens what they closed");
    await told(asker, "Your question was closed");

    await counted(await vote(jurors[3], "reopen"), "1 of 3 votes to reopen");
    const fifth = await vote(jurors[4], "reopen");
    await counted(fifth, "2 of 3 votes to reopen");
    await fifth.getByRole("button", { name: "Take your vote back" }).click();
    await fifth.getByText("1 of 3 votes to reopen").waitFor();
    await counted(await vote(jurors[4], "reopen"), "2 of 3 votes to reopen");
    const opener = await vote(jurors[5], "reopen");
    await opener.getByText("Reopened.", { exact: true }).waitFor();
    assert.equal(await opener.getByText("Closed: this is out of date.").count(), 0);
    await opener.getByRole("button", { name: "Post answer" }).waitFor();
  });

  test("standing: a threshold is seen before it is set, and says what is missing", async ({ open }) => {
    const [asker, member] = await earned.cast("disliked", "newcomer");
    const question = await asker.ask("Who would vote such a question down", "Nobody, I hope.");
    const admin = await open(earned, { as: founder }), down = admin.getByLabel("Vote questions and answers down");
    const opens = async words => assert.ok((await member.fetch("/privileges")).text.includes(words), words);
    await admin.goto("/admin/standing");
    await admin.getByRole("button", { name: "large" }).click();
    assert.equal(await down.inputValue(), "125");
    await opens("from 50 reputation on");
    await admin.goto("/admin/standing");
    assert.equal(await down.inputValue(), "50", "it only fills the form in");
    await down.fill("300");
    await admin.getByRole("button", { name: "See what it would do" }).click();
    const change = admin.locator("li", { hasText: "Vote questions and answers down: 300 instead of 50" });
    await change.getByText("No member loses it.").waitFor();
    await change.getByText("No member has that much: it would be open to nobody but staff, moderators and admins.").waitFor();
    assert.equal(await admin.locator("main .alist > li").count(), 1, "nothing else changes");
    await opens("from 50 reputation on");
    await admin.getByRole("button", { name: "Change it" }).click();
    await admin.getByText("Settings saved.").waitFor();
    assert.equal(await down.inputValue(), "300");

    const refusal = "Voting down takes 300 reputation. You have 1: 299 more and it is yours.";
    for (const javaScript of [true, false]) {
      const page = await open(earned, { as: member, javaScript, refused: /\/vote$/ });
      await page.goto("/privileges");
      await page.getByText("You have 1.").waitFor();
      const row = page.locator("main .alist > li", { hasText: "Vote questions and answers down" });
      await row.getByText("299 to go").waitFor();
      await row.getByText("from 300 reputation on").waitFor();
      assert.equal(await row.getByRole("progressbar", { name: "1 of 300 reputation" }).getAttribute("value"), "1");
      await page.locator("main .alist > li", { hasText: "Vote to close questions" }).getByText("Open to you").waitFor();
      await page.goto(question);
      await page.locator("#q [data-way='-1']").click();
      await page.locator(javaScript ? ".toast" : "main").getByText(refusal).waitFor();
      await page.goto(question);
      await page.locator("#q [data-score='0']").waitFor();
      assert.equal(await page.locator("#q [data-way='-1']").getAttribute("aria-pressed"), "false");
    }
  });

  test("standing: everybody reads their reputation, event by event", async ({ open }) => {
    const [asker, helper] = await fresh.cast("grateful", "praised"), title = "How do I make it ring louder than the street";
    const question = await asker.ask(title, "It is loud here."), answer = await helper.answer(question, "Turn it up.");
    await asker.vote({ post: answer }, 1);
    const page = await open(fresh, { as: helper });
    assert.equal(await reputation(page, "praised"), "11");
    await asker.post(`/posts/${answer}/accept`, { on: "true" });
    await asker.vote({ post: answer }, 0);
    assert.equal(await reputation(page, "praised"), "16");
    const events = page.getByRole("region", { name: "Each event and why" }).locator("ul > li");
    const said = (await events.allInnerTexts()).map(text => text.replace(/\s+/g, " "));
    assert.deepEqual(said.map(text => text.split(` ${title}`)[0]),
      ["−10 Taken back: Your answer was voted up", "+15 Your answer was accepted", "+10 Your answer was voted up"]);
    await events.first().getByRole("link", { name: title }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    const other = await open(fresh, { as: asker });
    assert.equal(await reputation(other, "praised"), "16");
    assert.equal(await other.getByText("Each event and why").count(), 0);
  });

  test("standing: leaders by period and by board", async ({ open }) => {
    const page = await open(demo, { as: sample.member }), members = page.getByRole("table", { name: "Members" });
    const gained = async () => (await members.locator("th + td").allInnerTexts()).map(number => Number(number.replace(/[^\d−]/g, "").replace("−", "-")));
    const chosen = name => page.getByRole("link", { name, exact: true }).and(page.locator("[aria-current]"));
    await page.goto("/leaders");
    await chosen("This week").waitFor();
    await page.getByRole("link", { name: "All time" }).click();
    await chosen("All time").waitFor();
    await chosen("All boards").waitFor();
    const overall = await gained();
    assert.ok(overall.length > 5 && overall[0] > 0, `${overall}`);
    assert.deepEqual(overall, overall.toSorted((a, b) => b - a), "who gained most stands first");
    assert.equal(await members.locator(".staff").count(), 0);
    await page.getByRole("region", { name: "Staff" }).locator("tbody tr").first().waitFor();

    const board = page.getByRole("list", { name: "Boards" }).getByRole("link").nth(1), name = await board.innerText();
    await board.click();
    await chosen(name).waitFor();
    await chosen("All time").waitFor();
    const there = await gained();
    assert.deepEqual(there, there.toSorted((a, b) => b - a));
    assert.ok(there[0] < overall[0], `${there[0]} of ${overall[0]} were gained on one board`);
    await page.getByRole("link", { name: "This quarter" }).click();
    await chosen(name).waitFor();
    await chosen("This quarter").waitFor();
    await page.getByRole("link", { name: "All boards" }).click();
    await chosen("All boards").waitFor();
    await chosen("This quarter").waitFor();
  });

  test("standing: staff name a super-user, and withhold it", async ({ open }) => {
    const [asker, helper] = await demo.cast("super-asker", "super-hand");
    const question = await asker.ask("What do people ask you about most of all", "Tell me.");
    const answer = await helper.answer(question, "How to set up the card."), head = `#a${answer} .post__head`;
    await asker.post(`/posts/${answer}/accept`, { on: "true" });
    const page = await open(demo, { as: sample.staff }), why = page.getByLabel("Reason"), save = () => page.getByRole("button", { name: "Save decision" }).click();
    const own = await open(demo, { as: helper });
    assert.equal((await own.goto("/review")).status(), 403);
    await page.goto("/members/super-hand");
    assert.equal(await page.locator("main").locator(".super").count(), 0);
    await page.getByRole("link", { name: "Decide about super-user" }).click();
    await page.getByLabel("Name as a super-user").check();
    await save();
    await page.locator("#f-reason-error").waitFor();
    assert.ok(await page.getByLabel("Name as a super-user").isChecked(), "what was chosen is kept");
    await why.fill("Helps everybody who comes, on the phone too.");
    await save();
    await page.getByText("Your decision is saved.").waitFor();
    await page.locator("main").locator(".super").first().waitFor();
    await page.goto(question);
    await page.locator(head).locator(".super", { hasText: "Super-user" }).waitFor();
    await page.goto("/super-users");
    await page.locator(".person", { hasText: "The super hand" }).getByText("Named by staff").waitFor();
    await own.goto("/super-users");
    await own.getByText("You are a super-user.").waitFor();
    assert.equal((await own.goto("/review")).status(), 200, "it opens without reputation");
    await told(helper, "You are a super-user now");

    await page.goto("/members/super-hand/super");
    await page.getByLabel("Withhold").check();
    await why.fill("Asked us to have it taken away.");
    await save();
    await page.getByText("Your decision is saved.").waitFor();
    await page.goto(question);
    await page.locator(`${head} .who`).waitFor();
    assert.equal(await page.locator(`${head} .super`).count(), 0);
    await own.goto("/super-users");
    await own.getByText("Staff withhold it from you: Asked us to have it taken away.").waitFor();
    assert.equal((await own.goto("/review")).status(), 403);
  });

  test("pages: standing, what is decided about", async ({ open }) => {
    const [author, helper, juror] = await earned.cast("wide-asker", "wide-mender", "wide-juror");
    const question = await founder.ask("A question with everything that a text can hold", EVERYTHING);
    const post = await postOf(founder, question), topic = /\d+/.exec(question)[0];
    const suggestion = await suggest(helper, post, EVERYTHING.replaceAll("longer", "wider").replace("A heading", "Another heading"));
    await author.post(`/topics/${topic}/closing`, { wish: "close", close_reason: "off_topic" });
    const [decider, member, suggester] = [await open(earned, { as: founder }), await open(earned, { as: juror }), await open(earned, { as: helper })];
    await lookAt(decider, "standing, who decides", [
      ["suggestion", suggestion], ["improve", `${suggestion}/improve`],
      ["reject, wrong", suggestion, { status: 422, before: page => page.getByRole("button", { name: "Reject edit" }).click() }],
    ], shots);
    await lookAt(suggester, "standing, who suggested", [["waiting", suggestion]], shots);
    await lookAt(member, "standing, who votes", [
      ["vote", `/topics/${topic}/closing`], ["votes", question],
      ["vote, wrong", `/topics/${topic}/closing`, { status: 422, before: page => page.getByRole("button", { name: "Vote to close" }).click() }],
    ], shots);
    await founder.post(`/posts/${post}/edit`, await editOf(founder, post, { reason: "" }, (name, value) =>
      name === "body" ? `${value}\nOne more line.` : value));
    await lookAt(decider, "standing, who decides", [["changed meanwhile", suggestion], ["improve what was changed", `${suggestion}/improve`]], shots);
    await founder.post(`${suggestion}/reject`, { reason: "It says the same." });
    await lookAt(suggester, "standing, who suggested", [["rejected", suggestion]], shots);
  });
}
