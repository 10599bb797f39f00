// What members do with their standing: vote to close and to reopen, and see what reputation opens and gave, who leads,
// and who is a super-user.

import assert from "node:assert/strict";

import { reputation, told } from "./support/standing.mjs";
import { test, withAndWithoutScripts } from "./support/tests.mjs";

export function tests({ fresh, demo, earned, sample, founder }) {
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
    await change.getByText("No member has that much: it would be open only by an office.").waitFor();
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
    const gained = async () => (await members.locator("th + td").allInnerTexts()).map(text => Number(text.replace(/\D/g, "")));
    const chosen = name => page.getByRole("link", { name, exact: true }).and(page.locator("[aria-current]"));
    await page.goto("/leaders");
    await chosen("This week").waitFor();
    await page.getByRole("link", { name: "All time" }).click();
    await chosen("All time").waitFor();
    await chosen("All boards").waitFor();
    const overall = await gained();
    assert.ok(overall.length > 5, `${overall}`);
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
    const page = await open(demo, { as: sample.staff }), why = page.getByLabel("Reason");
    const save = () => page.getByRole("button", { name: "Save decision" }).click();
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
}
