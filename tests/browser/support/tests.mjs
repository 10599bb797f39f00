// A small runner: tests are functions with a name; a few run at the same time; one line each.

import { open } from "./browser.mjs";

const tests = [];

// `run` gets {open}: opens a window (see browser.mjs) that is watched and closed after the test.
export const test = (name, run) => tests.push({ name, run });

// A test that holds with scripts and without; `run` also gets whether they are on, and a word for it that names can end in.
export const withAndWithoutScripts = (name, run) => {
  for (const javaScript of [true, false]) {
    test(`${name}: scripts ${javaScript ? "on" : "off"}`, ({ open }) => run({
      open: (site, options) => open(site, { javaScript, ...options }), javaScript, suffix: javaScript ? "js" : "plain",
    }));
  }
};

// Runs all that were named, `atOnce` at a time. Answers the number of failures.
export async function runAll(browser, { atOnce, only, shots }) {
  const chosen = tests.filter(({ name }) => new RegExp(only).test(name)), failed = [];
  const next = chosen[Symbol.iterator]();
  const worker = async () => {
    for (const one of next) {
      const problem = await runOne(browser, one, shots);
      if (problem) failed.push(one.name);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  console.log(`${chosen.length - failed.length} passed, ${failed.length} failed`);
  if (chosen.length === 0) console.log("no test has this name");
  return chosen.length === 0 ? 1 : failed.length;
}

async function runOne(browser, { name, run }, shots) {
  const problems = [], windows = [], began = Date.now();
  try {
    await run({
      open: async (site, options) => {
        const context = await open(browser, site, { ...options, problems });
        windows.push(context);
        return context.newPage();
      },
    });
  } catch (error) {
    problems.unshift(error.stack ?? String(error));
    await shoot(windows, name, shots);
  }
  await Promise.all(windows.map(context => context.close()));
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${problems.length ? "FAILED" : "ok"}  ${name} (${seconds} s)`);
  for (const problem of problems) console.log(`    ${problem.replace(/\n/g, "\n    ")}`);
  return problems.length > 0;
}

// With TALKA_SHOTS, a folder, the last look of the pages of a test that failed.
async function shoot(windows, name, shots) {
  if (!shots) return;
  for (const page of windows.flatMap(context => context.pages())) {
    await page.screenshot({ path: `${shots}/failed ${name.replace(/[^\w ]/g, "-")}.png`, fullPage: true }).catch(() => {});
  }
}
