// What staff say of ideas: a status with its reason, heard by those who care, and the next word when it is promised.

import assert from "node:assert/strict";

import { inDays, until } from "./support/site.mjs";
import { withAndWithoutScripts } from "./support/tests.mjs";

const REASON = "We looked at what it would take, and it would make every bill dearer for everybody else.";

const unread = async member => (await member.fetch("/inbox/count")).text;

export function tests({ demo, sample }) {
  withAndWithoutScripts("staff say how an idea goes on, and its voters hear of it once", async ({ open, suffix: name }) => {
    const [author, voter, leaver] = await demo.cast(`said-author-${name}`, `said-voter-${name}`, `said-leaver-${name}`);
    const title = `Tell me when the parcel with the card is on its way (${name})`, idea = await author.propose(title);
    await voter.vote(idea, 1);
    await leaver.vote(idea, -1);
    await leaver.post(`/follow/topic/${idea.id}`, { level: "none" });
    const page = await open(demo, { as: sample.staff });
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
    const reader = await open(demo, { as: voter });
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

  withAndWithoutScripts("no idea is declined without a reason of its own", async ({ open, suffix: name }) => {
    const [author, voter] = await demo.cast(`no-author-${name}`, `no-voter-${name}`);
    const [one, other] = [await author.propose(`Free parcels for every card (${name})`), await author.propose(`A second card for the dog (${name})`)];
    const page = await open(demo, { as: sample.staff }), text = page.getByLabel("What you say"), reason = `${REASON} (${name})`;
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

    const reader = await open(demo, { as: voter });
    await reader.goto(one.path);
    await reader.getByText("This idea is decided and takes no more votes.").waitFor();
    assert.equal(await reader.locator("article form.vote").count(), 0);
    await reader.getByRole("region", { name: "The latest word of staff" }).getByText(reason).waitFor();
  });

  withAndWithoutScripts("one word for several ideas, and those that wait for the next", async ({ open, suffix: name }) => {
    const [author] = await demo.cast(`many-${name}`);
    const ideas = [await author.propose(`Blue cards for children (${name})`), await author.propose(`Green cards for gardeners (${name})`)];
    const page = await open(demo, { as: sample.staff });
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
}
