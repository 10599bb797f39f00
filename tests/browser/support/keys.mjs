// What a keyboard reaches.

import assert from "node:assert/strict";

// Answers what a function, as text, says of the element that has the focus.
export const focused = (page, what) => page.evaluate(`(${what})(document.activeElement)`);

// Presses Tab until the element has the focus.
export async function reach(page, selector) {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await focused(page, `e => e.matches(${JSON.stringify(selector)})`)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} is not reached by Tab`);
}
