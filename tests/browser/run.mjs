// The browser suite: starts its sites (fresh ones for what people do, for what they earn and for attacks, the sample
// community for how it looks), and drives them in the machine's own Chromium.
//
//   node tests/browser/run.mjs [regular expression of tests' names]
//
// TALKA_BIN: the binary (target/debug/talka). CHROMIUM: the browser (/usr/bin/chromium). TALKA_TEST_DATA: folder of the
// attack strings; without it that part does not run, and says so. TALKA_SHOTS: folder for pictures of the pages.

import { availableParallelism, cpus } from "node:os";

import { testData } from "./attacks.mjs";
import { launch } from "./support/browser.mjs";
import { PASSWORD, Site } from "./support/site.mjs";
import { runAll } from "./support/tests.mjs";
import { stage } from "./support/stage.mjs";

const only = process.argv[2] ?? "", shots = process.env.TALKA_SHOTS;
const began = Date.now();
const sites = [];
let browser;
const stop = async () => {
  await browser?.close();
  await Promise.all(sites.map(site => site.stop()));
};
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop().finally(() => process.exit(1)));

let failed = 1;
try {
  const start = async (...command) => {
    const site = await Site.start(...command);
    sites.push(site);
    return site;
  };
  const [fresh, demo, earned, hostile, chromium] = await Promise.all(
    [start("serve"), start("demo", "--password", PASSWORD), start("serve"), testData && start("serve"), launch()]);
  browser = chromium;
  const world = { ...await stage(fresh, demo, earned), hostile };
  for (const part of ["flow", "keyboard", "writing", "finding", "hearing", "ideas", "staff", "suggesting", "standing", "gathering",
    "pages", "pages_ideas", "pages_standing", "pages_points", "attacks"]) {
    (await import(`./${part}.mjs`)).tests({ ...world, shots });
  }
  failed = await runAll(browser, { atOnce: Math.max(3, (availableParallelism?.() ?? cpus().length)), only, shots });
  // The pages may look well over a server that fails.
  for (const site of sites) {
    for (const line of site.output.split("\n").filter(line => line.includes('"level":"ERROR"'))) {
      console.log(`the server failed: ${line}`);
      failed += 1;
    }
  }
} catch (error) {
  console.log(`the suite could not run: ${error.stack ?? error}`);
} finally {
  await stop();
}
if (!testData) console.log("TALKA_TEST_DATA is not set: the attack strings did not run");
console.log(`browser suite: ${Math.round((Date.now() - began) / 1000)} s`);
process.exitCode = failed ? 1 : 0;
