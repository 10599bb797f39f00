// Groups of pages: each is opened, something is done there, and it is looked at in every look.

import assert from "node:assert/strict";

import { inspect } from "./looks.mjs";
import { test } from "./tests.mjs";

// Looks at pages one after the other in a window. A page is a name and an address, or also what is done there first; the
// number is the status that it answers with then.
export async function lookAt(page, name, pages, shots) {
  for (const [what, address, { status = 200, before } = {}] of pages) {
    let last;
    const note = response => { if (response.request().isNavigationRequest()) last = response.status() };
    page.on("response", note);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(address);
    await before?.(page);
    assert.equal(last, status, `${what}: ${address}`);
    page.off("response", note);
    await inspect(page, `${name} - ${what}`, shots);
  }
}

// Makes a test of a group of pages of a site, as somebody sees them.
export const grouping = shots => (name, site, as, pages) => test(`pages: ${name}`, async ({ open }) =>
  lookAt(await open(site, { as }), name, pages, shots));

// Presses a button of the page.
export const press = name => async page => {
  await page.locator("main").getByRole("button", { name, exact: true }).first().click();
  await page.waitForLoadState();
};
