// A Talka of one's own: starts the binary on a free port with a fresh data folder, reads the mail it writes to files,
// and talks to it over HTTP the way a browser without scripts does.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BINARY = process.env.TALKA_BIN ?? fileURLToPath(new URL("../../../target/debug/talka", import.meta.url));
// A debug build that fills the sample community on a busy machine.
const START_SECONDS = 120;
const MAIL_SECONDS = 60;
const STOP_SECONDS = 15;

export const PASSWORD = "walnut otter plum meadow";

const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

// The day so many days from now, as a field for a day takes it.
export const inDays = days => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// Asks until there is an answer; fails with what was waited for.
export async function until(what, seconds, ask) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`waited ${seconds} s for ${what}`);
}

export class Site {
  // `talka serve` on an empty database, or `talka demo`, filled.
  static async start(...command) {
    const data = await mkdtemp(join(tmpdir(), "talka-browser-"));
    const child = spawn(BINARY, command, {
      cwd: data,
      // Each client of the suite has an address of its own, so that the limits of one are not those of all.
      env: { ...process.env, TALKA_LISTEN: "127.0.0.1:0", TALKA_DATA_DIR: data, TALKA_LOG: "warn,talka::cli=info", TALKA_BASE_URL: "",
        TALKA_DATABASE_URL: "", TALKA_SMTP_URL: "", TALKA_TRUSTED_PROXIES: "127.0.0.1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const site = new Site(data, child);
    let late;
    try {
      site.url = await new Promise((listens, fails) => {
        const end = why => { site.over = true; fails(new Error(`talka ${command[0]} ${why}:\n${site.output}`)) };
        const read = text => {
          site.output += text;
          const address = /"listen":"([\d.]+:\d+)"/.exec(site.output)?.[1];
          if (address) listens(`http://${address}`);
        };
        child.stdout.on("data", read);
        child.stderr.on("data", read);
        child.on("error", error => end(`did not start (${error.message})`));
        child.on("exit", () => end("ended"));
        late = setTimeout(() => fails(new Error(`waited ${START_SECONDS} s for talka ${command[0]} to listen`)), START_SECONDS * 1000);
      });
    } catch (error) {
      await site.stop();
      throw error;
    } finally {
      clearTimeout(late);
    }
    return site;
  }

  output = "";
  over = false;
  addresses = 0;

  constructor(data, child) {
    this.data = data;
    this.child = child;
  }

  async stop() {
    if (!this.over) {
      const ended = once(this.child, "exit", { signal: AbortSignal.timeout(STOP_SECONDS * 1000) });
      this.child.kill("SIGTERM");
      await ended.catch(() => this.child.kill("SIGKILL"));
    }
    await rm(this.data, { recursive: true, force: true });
  }

  // An address that nobody else comes from.
  address() {
    this.addresses += 1;
    return `10.0.${this.addresses >> 8}.${this.addresses & 255}`;
  }

  // The letters to an address, the newest first, with their long lines put together again.
  async *letters(to) {
    const folder = join(this.data, "mail"), addressed = new RegExp(`^To:.*(?<![\\w.+-])${to.replace(/[.+]/g, "\\$&")}`, "im");
    const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith(".eml")).sort().reverse();
    for (const name of names) {
      const letter = (await readFile(join(folder, name), "utf8")).replace(/=\r?\n/g, "").replace(/=3D/g, "=");
      if (addressed.test(letter)) yield letter;
    }
  }

  // How many letters to an address have these words in them.
  async mailed(to, words) {
    let count = 0;
    for await (const letter of this.letters(to)) if (letter.includes(words)) count += 1;
    return count;
  }

  // The link in the newest letter to an address, as a path.
  async mailedLink(to, kind) {
    return until(`a mail to ${to} with a link to ${kind}`, MAIL_SECONDS, async () => {
      for await (const letter of this.letters(to)) {
        const link = new RegExp(`/${kind}/[\\w-]+`).exec(letter);
        if (link) return link[0];
      }
      return null;
    });
  }

  client() {
    return new Client(this);
  }

  // A new member with a confirmed address.
  async join(handle, name) {
    const client = this.client(), email = `${handle}@example.org`;
    await client.post("/sign-up", { email, handle, display_name: name, password: PASSWORD }, "/sign-up");
    const link = await this.mailedLink(email, "verify-email");
    await client.post(link, {}, link);
    await client.refresh();
    return client;
  }

  // New members, each by a handle.
  cast(...handles) {
    return Promise.all(handles.map(handle => this.join(handle, `The ${handle.replaceAll("-", " ")}`)));
  }

  async signIn(email, password = PASSWORD) {
    const client = this.client();
    await client.post("/sign-in", { email, password }, "/sign-in");
    await client.refresh();
    return client;
  }
}

// Cookies and form token of one browser.
export class Client {
  cookies = new Map();
  csrf = "";

  constructor(site) {
    this.site = site;
    this.from = site.address();
  }

  async fetch(path, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, "x-forwarded-for": this.from, ...options.headers };
    const response = await fetch(this.site.url + path, { ...options, headers, redirect: "manual" });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return { status: response.status, location: response.headers.get("location"), text: await response.text() };
  }

  // The token that this browser's forms carry from now on.
  async refresh(page = "/settings") {
    const { text } = await this.fetch(page);
    this.csrf = /name="csrf" (?:value|content)="([^"]+)"/.exec(text)?.[1] ?? "";
    if (!this.csrf) throw new Error(`${page} has no form token`);
    return text;
  }

  // Sends a form and answers what came; with `page`, the form's token is read there first.
  async send(path, fields, page) {
    if (page) await this.refresh(page);
    const body = new URLSearchParams(fields);
    body.set("csrf", this.csrf);
    return this.fetch(path, { method: "POST", body });
  }

  // As `send`, where the form has to be taken. Answers where it led.
  async post(path, fields, page) {
    const { status, location, text } = await this.send(path, fields, page);
    if (status >= 400) throw new Error(`POST ${path}: ${status} ${/class="err"[^]*?<\/p>/.exec(text)?.[0] ?? ""}`);
    return location ?? "";
  }

  // Asks a question; answers its path.
  async ask(title, body, { board = "1", tags = "esim", ...more } = {}) {
    return (await this.post("/ask", { title, body, board, tags, lang: "en", reviewed: "1", ...more })).replace(/[?#].*/, "");
  }

  // Answers a question and answers the post's id.
  async answer(question, body) {
    const id = /^\/questions\/(\d+)/.exec(question)[1];
    return /#a(\d+)/.exec(await this.post(`/questions/${id}/answers`, { body }))[1];
  }

  // Proposes an idea; answers its path and the number of its post.
  async propose(title, { board = this.site.ideaBoard, body = "So that it is easier than it is now.", tags = "esim" } = {}) {
    const path = (await this.post("/ideas/new", { title, body, board, tags, lang: "en", reviewed: "1" })).replace(/[?#].*/, "");
    return { title, path, id: path.split("/")[2], post: /\/posts\/(\d+)\/edit/.exec((await this.fetch(path)).text)[1] };
  }

  // Votes on a post: 1, -1, or 0 to take it back.
  vote({ post }, value) {
    return this.post(`/posts/${post}/vote`, { value });
  }

  // What Playwright takes as the state of a browser.
  state() {
    const url = new URL(this.site.url);
    // What was to be said after the last form is not for this page.
    const own = [...this.cookies].filter(([name]) => !name.endsWith("-notice"));
    const cookies = own.map(([name, value]) =>
      ({ name, value, domain: url.hostname, path: "/", expires: -1, httpOnly: true, secure: false, sameSite: "Lax" }));
    return { cookies, origins: [] };
  }
}
