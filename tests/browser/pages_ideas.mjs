// The pages of ideas in every look, and without scripts.

import assert from "node:assert/strict";

import { grouping, lookAt, press } from "./support/pages.mjs";
import { inDays } from "./support/site.mjs";
import { test } from "./support/tests.mjs";

export function tests({ demo, fresh, people, sample, shots }) {
  const group = grouping(shots), { storm, called } = sample.ideas;
  const number = path => path.split("/")[2];
  // One in each kind of state.
  const states = [
    ["new", called("Dark mode")], ["in the session", called("A day pass")], ["under review", called("Tell riders")], ["late", called("Publish when")],
    ["planned, with another merged in", called("A data limit")], ["in progress, extended", called("Let me help")], ["delivered", called("Move an eSIM")],
    ["partly delivered", called("Text me the price")], ["already available", called("Show me the end")], ["declined", called("Free Wi-Fi")],
    ["in another language", called("Sąskaita")],
  ];
  const whole = called("A data limit"), small = called("Dark mode"), id = number(small), into = number(called("Bills as CSV"));
  const part = async () => /href="(\/ideas\/\d+\/[^"?]+)/.exec(/aria-labelledby="mg"[^]*?<\/section>/.exec((await sample.staff.fetch(whole)).text)[0])[1];
  const lists = [
    ["list", "/ideas"], ["most votes", "/ideas?order=top"], ["controversial", "/ideas?order=controversial"], ["board", "/ideas?board=ideas"],
    ["status", "/ideas?status=3"], ["roadmap", "/roadmap"], ["column", "/roadmap?column=accepted"], ["changelog", "/changelog"],
    ["storms", "/storms"], ["storm", storm],
  ];
  const own = [
    ["list", "/ideas"], ["voted on", "/ideas?mine=votes"], ["board", "/ideas?board=network-wishes"], ["idea", small], ["new", "/ideas/new"],
    ["new, for a session", `/ideas/new?storm=${number(storm)}`],
  ];
  const ofStaff = [
    ["list", "/ideas"], ["idea", whole], ["update", `/ideas/${id}/update`], ["several", "/ideas/update"],
    ["due", "/ideas/due"], ["merge", `/ideas/${id}/merge`], ["merge, looked at", `/ideas/${id}/merge?into=${into}`], ["customer's vote", `/ideas/${id}/behalf`],
    ["customer's idea", "/ideas/new?for="], ["quarter", `/ideas/${number(whole)}/plan`], ["roadmap", "/roadmap"], ["column", "/roadmap?column=accepted"],
    ["storm", storm], ["new storm", "/storms/new"], ["storm, edited", `/storms/${number(storm)}/edit`],
  ];
  const ofAdmins = [["statuses", "/admin/statuses"], ["new status", "/admin/statuses/new"], ["status", "/admin/statuses/3"]];

  group("ideas, lists", demo, null, lists);
  group("ideas, one", demo, null, states);
  test("pages: ideas, merged", async ({ open }) => {
    const page = await open(demo), path = await part();
    await lookAt(page, "ideas, merged", [
      ["came from it", path], ["itself", `${path}?stay=1`], ["all of it", `/ideas/${number(whole)}/merged`], ["updates", `/ideas/${number(whole)}/updates`],
    ], shots);
  });
  group("ideas, member", demo, sample.member, [...own,
    ["new, wrong", "/ideas/new", { status: 422, before: press("Share idea") }],
    ["new, with what is like it", "/ideas/new", { before: async page => {
      await page.getByLabel("Title").fill("Dark mode that stays dark");
      await page.locator(".card--like a").first().waitFor();
    } }],
    ["what is like it, between", "/ideas/new", { before: async page => {
      await page.getByLabel("Title").fill("Dark mode that stays dark");
      await page.locator(".card--like a").first().waitFor();
      await page.getByLabel("Board", { exact: true }).selectOption({ index: 1 });
      await page.getByLabel("Your idea").fill("So that nobody is blinded.");
      await page.getByLabel("Tags").fill("billing");
      // As if it had not been shown; at once, before what was typed last has it shown again.
      await page.getByRole("button", { name: "Share idea" }).evaluate(button => {
        button.form.elements.reviewed.value = "";
        button.click();
      });
      await page.getByRole("button", { name: "Share my idea" }).waitFor();
    } }],
  ]);
  group("ideas, staff", demo, sample.staff, [...ofStaff,
    ["update, wrong", `/ideas/${id}/update`, { status: 422, before: async page => {
      await page.getByLabel("Status", { exact: true }).selectOption({ label: "Declined" });
      await page.getByLabel("What you say").fill("No.");
      await page.getByLabel("Next word by").fill(inDays(400));
      await page.getByLabel("Who looks after it").fill("nobody-of-ours");
      await press("Publish update")(page);
    } }],
    ["correction", called("Free Wi-Fi"), { before: async page => {
      await page.getByRole("link", { name: "Correct this update" }).first().click();
      await page.getByText("You correct an earlier update.").waitFor();
    } }],
    ["several, wrong", "/ideas/update", { status: 422, before: press("Publish updates") }],
    ["merge, wrong", `/ideas/${id}/merge?into=${id}`, { status: 422 }],
    ["merge, no reason", `/ideas/${id}/merge?into=${into}`, { status: 422, before: press("Merge them") }],
    ["undo", whole, { before: async page => {
      await page.getByRole("link", { name: "Take the merge back" }).click();
      await page.getByRole("button", { name: "Take it back" }).waitFor();
    } }],
    ["customer's vote, wrong", `/ideas/${id}/behalf`, { status: 422, before: press("Give a customer’s vote") }],
    ["new storm, wrong", "/storms/new", { status: 422, before: press("Save") }],
  ]);
  test("pages: ideas, two of staff at once", async ({ open }) => {
    const author = await demo.join("at-once", "At Once"), idea = await author.propose("An idea that two of staff answer at once");
    const page = await open(demo, { as: sample.staff }), form = `/ideas/${idea.id}/update`;
    await lookAt(page, "ideas, staff", [["update, too late", form, { status: 409, before: async () => {
      const status = /value="(\d+)"[^>]*>Planned</.exec((await sample.admin.fetch(form)).text)[1];
      await sample.admin.post(form, { status, body: "It comes in spring.", seen: "" });
      await page.getByLabel("What you say").fill("We look at it.");
      await press("Publish update")(page);
      // The second sees what the first said, and has the own text still.
      await page.getByText("It comes in spring.").waitFor();
      assert.equal(await page.getByLabel("What you say").inputValue(), "We look at it.");
    } }]], shots);
    await press("Publish update")(page);
    await page.getByText("Published. Who follows the idea hears of it.").waitFor();
    assert.equal(await page.locator(".tl .update").count(), 2);
  });
  group("ideas, administration", demo, sample.admin, [...ofAdmins,
    ["new status, wrong", "/admin/statuses/new", { status: 422, before: press("Save status") }],
  ]);
  group("ideas, empty site", fresh, people.admin, [
    ["list", "/ideas"], ["voted on", "/ideas?mine=votes"], ["new", "/ideas/new"], ["roadmap", "/roadmap"], ["changelog", "/changelog"],
    ["storms", "/storms"], ["due", "/ideas/due"], ["several", "/ideas/update"],
  ]);

  for (const [who, as, pages] of [["visitor", null, [...lists, ...states]], ["member", sample.member, own], ["staff", sample.staff, ofStaff], ["admin", sample.admin, ofAdmins]]) {
    test(`pages without scripts: ideas, ${who}`, async ({ open }) => {
      const page = await open(demo, { as, javaScript: false, size: { width: 320, height: 700 } });
      for (const [what, address] of pages) {
        await page.goto(address);
        await page.getByRole("heading", { level: 1 }).waitFor();
        const wrong = await page.evaluate(() => {
          const seen = element => element.checkVisibility() && element.getClientRects().length > 0;
          return [
            ...[...document.querySelectorAll(".js-only, .editor__bar")].filter(seen).map(one => `only of use with scripts: ${one.textContent}`),
            ...[...document.querySelectorAll("main form")].filter(form => seen(form) && ![...form.querySelectorAll("button")].some(seen))
              .map(form => `nothing sends the form to ${form.action}`),
            ...(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ["wider than the screen"] : []),
          ];
        });
        assert.deepEqual(wrong, [], `${what}: ${address}`);
      }
    });
  }
}
