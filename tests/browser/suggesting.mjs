// Edits that members suggest: sent, withdrawn, approved, rejected, improved, and none lost when somebody else was faster.

import assert from "node:assert/strict";

import { focused, reach } from "./support/keys.mjs";
import { lookAt } from "./support/pages.mjs";
import { EVERYTHING, editOf } from "./support/stage.mjs";
import { REASON, postOf, reputation, suggest, told } from "./support/standing.mjs";
import { test, withAndWithoutScripts } from "./support/tests.mjs";

const OLD = "My phone dont ring.\n\nIt did on Monday.", NEW = "My phone does not ring.\n\nIt did on Monday.";

// A text of a suggestion's page, by its heading.
const side = (page, name) => page.locator("section", { has: page.getByRole("heading", { level: 2, name, exact: true }) });

export function tests({ fresh, earned, founder, shots }) {
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
    await page.getByRole("heading", { level: 1, name: better }).waitFor();
    await page.goto(waiting);
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
    await text.fill(NEW.replace("Monday", "Sunday"));
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

  test("pages: standing, what is decided about", async ({ open }) => {
    const [author, helper, juror] = await earned.cast("wide-asker", "wide-mender", "wide-juror");
    const question = await founder.ask("A question with everything that a text can hold", EVERYTHING);
    const post = await postOf(founder, question), topic = /\d+/.exec(question)[0];
    const suggestion = await suggest(helper, post, EVERYTHING.replaceAll("longer", "wider").replace("A heading", "Another heading"));
    await author.post(`/topics/${topic}/closing`, { wish: "close", close_reason: "off_topic" });
    const [decider, member, suggester] = await Promise.all([founder, juror, helper].map(as => open(earned, { as })));
    await lookAt(decider, "standing, who decides", [
      ["suggestion", suggestion], ["improve", `${suggestion}/improve`],
      ["reject, wrong", suggestion, { status: 422, before: page => page.getByRole("button", { name: "Reject edit" }).click() }],
    ], shots);
    await lookAt(member, "standing, who votes", [["vote", `/topics/${topic}/closing`], ["votes", question]], shots);
    await founder.post(`/posts/${post}/edit`, await editOf(founder, post, { reason: "" }, (name, value) =>
      name === "body" ? `${value}\nOne more line.` : value));
    await lookAt(decider, "standing, who decides", [
      ["changed meanwhile", suggestion], ["improve what was changed", `${suggestion}/improve`],
    ], shots);
    await founder.post(`${suggestion}/reject`, { reason: "It says the same." });
    await lookAt(suggester, "standing, who suggested", [["rejected", suggestion]], shots);
  });
}
