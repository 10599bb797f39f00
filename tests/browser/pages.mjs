// Every kind of page, in every look; while they are open the console is silent and no other host is asked (browser.mjs
// watches that).

import assert from "node:assert/strict";

import { inspect } from "./support/looks.mjs";
import { grouping, press } from "./support/pages.mjs";
import { PASSWORD } from "./support/site.mjs";
import { editOf } from "./support/stage.mjs";
import { test } from "./support/tests.mjs";

// One grey pixel.
const DOT = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==", "base64");

export function tests({ demo, fresh, people, sample, shots }) {
  const { article, question, questionPost, helpful, other, comment } = sample;
  const topic = /\d+/.exec(question)[0];
  const group = grouping(shots);

  group("visitor's lists", demo, null, [
    ["home", "/"], ["newest", "/?tab=newest"], ["unanswered", "/?tab=unanswered"], ["top", "/?tab=top"],
    ["boards", "/boards"], ["board", "/boards/help-with-phones"], ["tags", "/tags"], ["tag", "/tags/esim"],
    ["feeds", "/feeds"], ["shortcuts", "/", { before: page => page.keyboard.press("?") }],
  ]);
  group("visitor's question", demo, null, [
    ["question", question], ["question, said no", question, { before: async page => {
      await page.locator("#solved").getByRole("button", { name: "No", exact: true }).click();
      await page.locator("#solved [data-thanks]").waitFor();
    } }], ["history", `/posts/${questionPost}/history`], ["no history", `/posts/${other}/history`],
    ["comments", `/posts/${helpful}/comments`], ["member", "/members/ruta"], ["employee", "/members/staff"], ["ask", "/ask"],
    ["sign in to post", "/ask?title=A%20visitor%20asks%20about%20it", { status: 401, before: async page => {
      await page.getByLabel("Your question").fill("Some text.");
      await page.getByLabel("Board", { exact: true }).selectOption({ index: 1 });
      await page.getByLabel("Tags").fill("esim");
      await press("Post question")(page);
    } }],
  ]);
  const type = (field, text) => async page => {
    await page.locator(field).pressSequentially(text);
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
  };
  group("search", demo, null, [
    ["empty field", "/search"], ["results", "/search?q=esim"], ["in comments", "/search?q=quotes&sort=newest"],
    ["filtered, with notes", "/search?q=esim%20is%3Asolved%20status%3Aodd"], ["nothing", "/search?q=esmi%20activatoin"],
    ["suggestions", "/search", { before: type("#search-q", "esim") }],
  ]);
  group("articles, read", demo, null, [
    ["articles", "/articles"], ["article", article], ["series", "/series/moving-to-esim"], ["faq", "/faq"],
    ["faq, open", "/faq", { before: page => page.locator(".faq summary").first().click() }], ["board", "/boards/guides"],
  ]);
  group("articles, written", demo, sample.staff, [
    ["articles", "/articles"], ["article", article], ["new", "/articles/new"],
    ["of a question", `/articles/new?question=${topic}`],
    ["new, wrong", "/articles/new", { status: 422, before: async page => {
      await page.getByLabel("Title").fill("");
      await press("Publish article")(page);
    } }],
    ["due", "/articles/due"], ["keep", `${article.replace(/[^/]+$/, "keep")}`],
    ["keep, wrong", `${article.replace(/[^/]+$/, "keep")}`, { status: 422, before: async page => {
      await page.getByLabel("Owner").fill("nobody-here");
      await press("Save")(page);
    } }],
    ["series, new", "/series/new"], ["series, edit", "/series/moving-to-esim/edit"],
  ]);
  group("following", demo, sample.member, [
    ["inbox", "/inbox"], ["inbox, one by one", "/inbox", { before: page => page.locator(".inbox__each summary").first().click() }],
    ["unread", "/inbox?show=unread"], ["questions", "/following"], ["boards", "/following?tab=board"],
    ["searches", "/following?tab=search"],
    ["searches, wrong", "/following?tab=search", { status: 422, before: press("Keep search") }],
    ["blocked", "/following?tab=blocked"], ["switches", "/settings/following"], ["mail", "/settings/mail"],
    ["mail, wrong", "/settings/mail", { status: 422, before: async page => {
      await page.getByLabel("Time zone").fill("Nowhere");
      await press("Save")(page);
    } }],
    ["levels", "/members/ruta", { before: page => page.locator(".follow summary").click() }],
  ]);
  group("accounts", demo, null, [
    ["sign in", "/sign-in"],
    ["sign in, wrong", "/sign-in", { status: 422, before: async page => {
      await page.getByLabel("Email or handle").fill("nobody");
      await page.getByLabel("Password").fill("what ever it is");
      await press("Sign in")(page);
    } }],
    ["sign up", "/sign-up"],
    ["sign up, wrong", "/sign-up", { status: 422, before: press("Create an account") }],
    ["check your mail", "/sign-up", { before: async page => {
      await page.getByLabel("Email").fill("looks@example.org");
      await page.getByLabel("Name", { exact: true }).fill("Looks");
      await page.getByLabel("Handle").fill("looks");
      await page.getByLabel("Password").fill(PASSWORD);
      await press("Create an account")(page);
      await page.getByRole("heading", { name: "Check your mail" }).waitFor();
    } }],
    ["reset", "/reset-password"],
    ["reset, wrong", "/reset-password", { status: 422, before: press("Send me a link") }],
    ["reset asked for", "/reset-password", { before: async page => {
      await page.getByLabel("Email").fill("ruta@demo.example");
      await press("Send me a link")(page);
    } }],
    ["link spent", "/verify-email/" + "A".repeat(43) + "", { status: 410 }],
  ]);
  test("pages: mailed links", async ({ open }) => {
    const email = "tom_ashdown@demo.example", client = demo.client(), page = await open(demo);
    await client.post("/reset-password", { email }, "/reset-password");
    await client.send("/sign-up", { email: "mailed@example.org", handle: "mailed", display_name: "Mailed", password: PASSWORD },
      "/sign-up");
    await page.goto(await demo.mailedLink(email, "reset-password"));
    await inspect(page, "mailed links - new password", shots);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(await demo.mailedLink("mailed@example.org", "verify-email"));
    await inspect(page, "mailed links - confirm", shots);
  });
  group("errors", demo, sample.member, [
    ["400", "/?tab=sideways", { status: 400 }], ["403", `/posts/${other}/edit`, { status: 403 }], ["404", "/nothing/here", { status: 404 }],
    ["409", `/posts/${questionPost}/edit`, { status: 409, before: async page => {
      const fields = await editOf(sample.admin, questionPost, { reason: "Faster" });
      fields.body += "\n\nSomebody else was here.";
      await sample.admin.post(`/posts/${questionPost}/edit`, fields);
      const body = page.getByLabel("Your question");
      await body.fill(`${await body.inputValue()}\n\nAnd I add this.`);
      await press("Save")(page);
    } }],
    ["413", "/ask", { status: 413, before: async page => {
      await page.locator("#f-title").evaluate(input => { input.removeAttribute("maxlength"); input.value = "long ".repeat(300_000) });
      await press("Post question")(page);
    } }],
  ]);
  group("member", demo, sample.member, [
    ["home", "/"], ["mine", "/?tab=mine"], ["question", question], ["ask", "/ask"],
    ["ask, wrong", "/ask", { status: 422, before: async page => {
      await page.getByLabel("Title").fill("Short");
      await press("Post question")(page);
    } }],
    ["preview", "/ask", { before: async page => {
      await page.getByLabel("Your question").fill("Some **bold** text.\n\n| a | b |\n|---|---|\n| 1 | 2 |");
      await press("Preview")(page);
      await page.locator("[data-preview] table").waitFor();
    } }],
    ["edit", `/posts/${questionPost}/edit`],
    ["edit, wrong", `/posts/${questionPost}/edit`, { status: 422, before: async page => {
      await page.getByLabel("Tags").fill("");
      await press("Save")(page);
    } }],
    ["delete", `/posts/${questionPost}/delete`, { status: 403 }],
    ["comments", `/posts/${helpful}/comments`],
    ["comment, wrong", `/posts/${helpful}/comments`, { status: 422, before: press("Post comment") }],
    ["edit comment", `/comments/${comment}/edit`],
    ["own profile", "/members/member"],
    ["picture", "/images/new"],
    ["picture, none", "/images/new", { status: 422, before: press("Add picture") }],
    ["picture added", "/images/new", { before: async page => {
      await page.getByLabel("Picture").setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: DOT });
      await press("Add picture")(page);
      await page.getByLabel("Markdown").waitFor();
    } }],
  ]);
  group("settings", demo, sample.staff, [
    ["settings", "/settings"],
    ["settings, open", "/settings", { before: async page => {
      for (const summary of await page.locator("main summary").all()) await summary.click();
    } }],
    ["settings, wrong", "/settings", { status: 422, before: async page => {
      await page.getByLabel("Real name").fill("");
      await press("Save profile")(page);
    } }],
    ["confirm password", "/confirm-password?return_to=/settings"],
    ["delete answer", `/posts/${helpful}/delete`, { status: 403 }],
    ["menu", "/", { before: page => page.locator("summary", { hasText: "Your account" }).click() }],
  ]);
  group("moderation", demo, sample.moderator, [
    ["question", question], ["log", "/mod"], ["hide", `/mod/posts/${helpful}/hide`],
    ["hide, wrong", `/mod/posts/${helpful}/hide`, { status: 422, before: press("Hide post") }],
    ["hide comment", `/mod/comments/${comment}/hide`], ["close", `/mod/topics/${topic}/close`],
    ["close, wrong", `/mod/topics/${topic}/close`, { status: 422, before: press("Close question") }],
    ["suspend", "/members/ruta/suspend"], ["tag", "/tags/esim/edit"],
    ["tag, wrong name", "/tags/esim/edit", { status: 422, before: press("Add name") }], ["merge", "/tags/esim/merge"],
    ["merge, wrong", "/tags/esim/merge", { status: 422, before: press("Continue") }],
    ["merge, asked", "/tags/esim/merge?into=sim-card"],
    ["merge, no reason", "/tags/esim/merge?into=sim-card", { status: 422, before: press("Merge tags") }],
    ["answers to check", "/mod/stale"], ["delete answer", `/posts/${other}/delete`],
  ]);
  test("pages: hidden, closed and suspended", async ({ open }) => {
    const page = await open(demo, { as: sample.moderator }), reason = "It says what the rules leave out.";
    const topic = await sample.staff.ask("A question to be hidden, closed and brought back", "Text enough for anybody.");
    const id = /\d+/.exec(topic)[0], answer = await sample.moderator.answer(topic, "An answer to be hidden.");
    await sample.moderator.post(`/mod/posts/${answer}/hide`, { reason });
    await sample.moderator.post(`/mod/topics/${id}/close`, { close_reason: "off_topic", reason });
    await sample.moderator.post("/members/tom_ashdown/suspend", { length: "24h", reason });
    for (const [what, address] of [["question", topic], ["restore", `/mod/posts/${answer}/restore`],
      ["reopen", `/mod/topics/${id}/reopen`], ["suspended", "/members/tom_ashdown"], ["end", "/members/tom_ashdown/restore"],
      ["log", "/mod"]]) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(address);
      await inspect(page, `decided - ${what}`, shots);
    }
  });
  group("administration", demo, sample.admin, [
    ["overview", "/admin"], ["boards", "/admin/boards"], ["new board", "/admin/boards/new"],
    ["new board, wrong", "/admin/boards/new", { status: 422, before: press("Save board") }], ["board", "/admin/boards/1"],
    ["groups", "/admin/groups"], ["new group", "/admin/groups/new"], ["group", "/admin/groups/1"],
    ["roles", "/admin/members"], ["roles, not found", "/admin/members?handle=nobody-here", { status: 422 }],
    ["member's roles", "/admin/members/ruta"],
  ]);
  group("administration of the site", demo, sample.admin, [
    ["settings", "/admin/settings"],
    ["settings, wrong", "/admin/settings", { status: 422, before: async page => {
      await page.getByLabel("Time zone").fill("Nowhere");
      await press("Save settings")(page);
    } }],
    ["audit", "/admin/audit"], ["jobs", "/admin/jobs"], ["dead jobs", "/admin/jobs?state=dead"], ["mail", "/admin/mail"],
  ]);
  group("empty site", fresh, people.admin, [
    ["board without questions", "/?tab=unanswered"], ["log", "/mod"], ["answers to check", "/mod/stale"], ["mail", "/admin/mail?state=dead"],
    ["articles", "/articles"], ["articles to review", "/articles/due"], ["faq", "/faq"],
  ]);
}
