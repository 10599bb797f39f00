// Chromium as the machine has it, and pages that are watched: whatever they say on the console, fail to load, or ask
// another host is a failure of the test that opened them.

import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];
export const WIDE = { width: 1280, height: 900 }, PHONE = { width: 390, height: 844 };

// An empty profile: playwright makes one for each start and removes it. Going back shows pages from memory, as it does
// for people, so that what stays there is seen.
export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS,
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
});

// A browser's window with its own cookies: `as` a client of the site, or nobody. `refused`: addresses that the test
// expects to be refused while a page stays open.
export async function open(browser, site, { as, size = WIDE, javaScript = true, refused = /^$/, problems, ...more } = {}) {
  const context = await browser.newContext({
    baseURL: site.url,
    viewport: size,
    javaScriptEnabled: javaScript,
    storageState: as?.state(),
    reducedMotion: "reduce",
    extraHTTPHeaders: { "x-forwarded-for": as?.from ?? site.address() },
    ...more,
  });
  context.setDefaultTimeout(60_000);
  watch(context, site.url, { problems, refused });
  return context;
}

function watch(context, origin, { problems, refused }) {
  const documents = new Set();
  const note = (page, text) => problems.push(`${text}\n      at ${page?.url() ?? "?"}`);
  context.on("request", request => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob|about):/.test(url)) note(null, `a request to ${url}`);
    if (request.isNavigationRequest()) documents.add(url.replace(/#.*/, ""));
  });
  context.on("requestfailed", request => {
    // A page that is left stops what it was loading.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") {
      note(null, `${request.url()} failed: ${request.failure()?.errorText}`);
    }
  });
  context.on("console", message => {
    // Chromium notes the status of a page that answers 404; whether it should is the test's to say.
    const itself = /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
    const asked = message.location().url.replace(/#.*/, "");
    if (itself && (documents.has(asked) || refused.test(asked))) return;
    // What signing out asks for is done, and Chromium says so.
    if (message.type() === "info" && message.text().startsWith("Clear-Site-Data header on")) return;
    note(message.page(), `console: ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", error => note(error.page(), `a script failed: ${error.error()}`));
  context.on("dialog", dialog => { note(dialog.page(), `a dialog: ${dialog.message()}`); dialog.dismiss() });
}
