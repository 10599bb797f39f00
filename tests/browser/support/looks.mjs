// What holds on every page in every look: axe-core finds nothing, and nothing is wider than the screen. All rules run at
// a desk and on a phone; the looks between differ in colours or in room, and are asked about these.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What a colour scheme can break; the rest is the same page.
const OF_COLOURS = ["color-contrast", "link-in-text-block"];
// What less room can break.
const OF_ROOM = ["target-size", "scrollable-region-focusable"];
// Bars that stick cover what is below them, which axe takes for good; and a page that moves is measured on its way.
const STILL = `.top,.tabbar,.sticky{position:static!important}
*,*::before,*::after{animation:none!important;transition:none!important}`;

export const LOOKS = [
  { name: "desk, light", width: 1280, scheme: "light" },
  { name: "desk, dark", width: 1280, scheme: "dark", rules: OF_COLOURS },
  { name: "phone, light", width: 390, scheme: "light" },
  { name: "phone, dark", width: 390, scheme: "dark", rules: OF_COLOURS },
  { name: "small phone", width: 320, scheme: "light", rules: OF_ROOM },
];

// Looks at a loaded page in every look.
export async function inspect(page, name, shots) {
  await page.evaluate(AXE);
  await page.evaluate(css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, STILL);
  const wrong = [];
  for (const look of LOOKS) {
    await page.setViewportSize({ width: look.width, height: 900 });
    await page.emulateMedia({ colorScheme: look.scheme });
    if (shots) await page.screenshot({ path: `${shots}/${name} - ${look.name}.png`, fullPage: true });
    const found = await page.evaluate(look => {
      const run = look.rules ? { type: "rule", values: look.rules } : { type: "tag", values: look.tags };
      return axe.run(document, { runOnly: run, preload: false, resultTypes: ["violations"] });
    }, { ...look, tags: TAGS });
    for (const { id, help, nodes } of found.violations) {
      wrong.push(`${name}, ${look.name}: ${id}: ${help}`, ...nodes.slice(0, 4).map(node =>
        `  ${node.target.join(" ")}: ${node.html.slice(0, 160)}\n    ${node.any.concat(node.all, node.none).map(c => c.message).join("; ")}`));
    }
    const wider = await page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      return [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + 1)
        .slice(0, 5).map(e => `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 40)}`);
    });
    if (wider.length) wrong.push(`${name}, ${look.name}: wider than the screen: ${wider.join(" | ")}`);
  }
  assert.equal(wrong.length, 0, `\n${wrong.join("\n")}`);
}
