// Nothing that somebody typed is lost: drafts in the browser and on the server, a session that ends while one writes,
// two who edit at once. And the preview shows what will stand there.

import assert from "node:assert/strict";

import { PASSWORD } from "./support/site.mjs";
import { editOf } from "./support/stage.mjs";
import { test } from "./support/tests.mjs";

export function tests({ fresh, people }) {
  const someone = handle => fresh.join(handle, `Writer ${handle}`);

  test("a draft in the browser survives a reload, and goes when the text is posted", async ({ open }) => {
    const question = await people.ona.ask("A question that somebody answers slowly", "Take your time.");
    const page = await open(fresh, { as: people.petras });
    await page.clock.install();
    await page.goto(question);
    await page.locator("#f-body").fill("Half an ans");
    await page.clock.runFor(500);
    await page.getByText(/Draft saved \d\d:\d\d/).waitFor();
    await page.reload();
    assert.equal(await page.locator("#f-body").inputValue(), "Half an ans");
    await page.locator("#f-body").fill("Half an answer is none.");
    await page.getByRole("button", { name: "Post answer" }).click();
    await page.locator(".answer").getByText("Half an answer is none.").waitFor();
    assert.equal(await page.locator("#f-body").inputValue(), "");
    await page.reload();
    assert.equal(await page.locator("#f-body").inputValue(), "");
  });

  test("ten idle seconds bring a draft to the server, and another browser finds it", async ({ open }) => {
    const writer = await someone("idle"), page = await open(fresh, { as: writer });
    await page.clock.install();
    await page.goto("/ask");
    await page.getByLabel("Title").fill("A title that waits for its text");
    await page.getByLabel("Your question").fill("It began on Monday.");
    let sent = 0;
    page.on("request", request => { if (request.url().endsWith("/drafts")) sent += 1 });
    await page.clock.runFor(9_000);
    assert.equal(sent, 0, "nothing is sent while one may still be typing");
    const kept = page.waitForResponse(response => response.url().endsWith("/drafts"));
    await page.clock.runFor(2_000);
    assert.ok((await kept).ok());
    const elsewhere = await open(fresh, { as: await fresh.signIn("idle@example.org") });
    await elsewhere.goto("/ask");
    assert.equal(await elsewhere.getByLabel("Title").inputValue(), "A title that waits for its text");
    assert.equal(await elsewhere.getByLabel("Your question").inputValue(), "It began on Monday.");
  });

  for (const javaScript of [true, false]) {
    test(`a session that ends while one writes: scripts ${javaScript ? "on" : "off"}`, async ({ open }) => {
      const handle = `late-${javaScript ? "js" : "plain"}`, writer = await someone(handle);
      const page = await open(fresh, { as: writer, javaScript });
      await page.goto("/ask");
      // Two questions that are not alike.
      const title = javaScript ? "Does this survive the end of a session?" : "Will a sleeping tablet lose whatever I typed?";
      await page.getByLabel("Title").fill(title);
      await page.getByLabel("Board", { exact: true }).selectOption({ label: "Phones" });
      await page.getByLabel("Your question").fill("A long text\n\nwith \"quotes\" & <brackets>.");
      await page.getByLabel("Tags").fill("esim");
      await writer.post("/sign-out", {});
      await page.getByRole("button", { name: "Post question" }).click();
      await page.getByText("Your text is kept.").waitFor();
      // A mistake on the way loses nothing either.
      for (const password of ["not the one", PASSWORD]) {
        await page.getByLabel("Email or handle").fill(handle);
        await page.getByLabel("Password").fill(password);
        await page.locator("main").getByRole("button", { name: "Sign in" }).click();
      }
      await page.getByRole("heading", { level: 1, name: "Ask a question" }).waitFor();
      assert.equal(await page.getByLabel("Title").inputValue(), title);
      assert.equal(await page.getByLabel("Your question").inputValue(), "A long text\n\nwith \"quotes\" & <brackets>.");
      assert.equal(await page.getByLabel("Tags").inputValue(), "esim");
      await page.getByRole("button", { name: "Post question" }).click();
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
    });
  }

  test("signing out leaves no draft behind in the browser", async ({ open }) => {
    const page = await open(fresh, { as: await someone("leaver") });
    await page.goto("/ask");
    await page.getByLabel("Title").fill("Nobody else's business");
    await page.getByText(/Draft saved/).waitFor();
    const order = [];
    page.on("request", request => request.url().endsWith("/sign-out") && order.push("signs out"));
    page.on("response", response => response.url().endsWith("/drafts") && order.push(`draft: ${response.status()}`));
    await page.locator("summary", { hasText: "Your account" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    assert.deepEqual(order, ["draft: 200", "signs out"], "the server takes it first");
    await page.goto("/ask");
    assert.equal(await page.getByLabel("Title").inputValue(), "");
  });

  for (const javaScript of [true, false]) {
    test(`the preview shows what will stand there: scripts ${javaScript ? "on" : "off"}`, async ({ open }) => {
      const page = await open(fresh, { as: people.ona, javaScript });
      await page.goto("/ask");
      const text = "Some **bold** text\n\n<script>window.wrong = true</script>\n\n| a | b |\n|---|---|\n| 1 | 2 |";
      await page.getByLabel("Your question").fill(text);
      await page.getByRole("button", { name: "Preview" }).click();
      const shown = page.locator("main .prose").filter({ has: page.locator("table") });
      await shown.locator("strong", { hasText: "bold" }).waitFor();
      assert.equal(await page.locator("main script").count(), 0);
      if (javaScript) await page.getByRole("button", { name: "Write" }).click();
      assert.equal(await page.getByLabel("Your question").inputValue(), text);
    });
  }

  for (const javaScript of [true, false]) {
    test(`two who edit at once: scripts ${javaScript ? "on" : "off"}`, async ({ open }) => {
      const question = await people.ona.ask("A question that two people edit at once", "The first line.\n\nThe last line.");
      const id = /\/posts\/(\d+)\/edit/.exec((await people.ona.fetch(question)).text)[1];
      const page = await open(fresh, { as: people.ona, javaScript });
      await page.goto(`/posts/${id}/edit`);
      await people.admin.post(`/posts/${id}/edit`, await editOf(people.admin, id, { reason: "" }, (name, value) =>
        name === "body" ? value.replace("first", "very first") : value));
      await page.getByLabel("Your question").fill("The first line.\n\nThe last line, and mine.");
      const answer = page.waitForResponse(response => response.request().method() === "POST");
      await page.getByRole("button", { name: "Save" }).click();
      assert.equal((await answer).status(), 409);
      await page.getByText("Somebody has changed this text").waitFor();
      assert.match(await page.getByLabel("Their text", { exact: true }).inputValue(), /The very first line/);
      assert.equal(await page.getByLabel("Your question").inputValue(), "The first line.\n\nThe last line, and mine.");
      const without = kind => page.locator(".diff").evaluate((diff, kind) => {
        const copy = diff.cloneNode(true);
        copy.querySelectorAll(kind).forEach(part => part.remove());
        return copy.textContent;
      }, kind);
      assert.equal(await without("del"), "The first line.\n\nThe last line, and mine.");
      assert.equal(await without("ins"), "The very first line.\n\nThe last line.");
      // A browser sends other line ends than are stored: they are no difference.
      assert.equal(await page.locator(".diff :is(ins, del)", { hasText: /[\r\n]/ }).count(), 0);
      await page.getByLabel("Your question").fill("The very first line.\n\nThe last line, and mine.");
      await page.getByRole("button", { name: "Save" }).click();
      await page.locator("#q").getByText("The very first line.").waitFor();
      await page.locator("#q").getByText("The last line, and mine.").waitFor();
    });
  }

  test("64 KiB of Cyrillic text are posted", async ({ open }) => {
    const page = await open(fresh, { as: people.ona });
    await page.goto("/ask");
    await page.getByLabel("Title").fill("Длинный вопрос о связи за городом");
    await page.getByLabel("Board", { exact: true }).selectOption({ label: "Phones" });
    await page.getByLabel("Your question").fill("За городом связь пропадает каждый вечер. ".repeat(860));
    await page.getByLabel("Tags").fill("связь");
    await page.getByRole("button", { name: "Post question" }).click();
    await page.locator("#q .prose").getByText("связь пропадает каждый вечер").waitFor();
    assert.equal(await page.locator("#q .prose").getAttribute("lang"), "ru");
  });
}
