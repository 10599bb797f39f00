// Progressive enhancement only: every control below is a link or a form that also works without this file.
// It holds no words: sentences come from data-* attributes, written by the server in the reader's language.
"use strict";
(() => {
const root = document.documentElement, texts = document.body.dataset;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const fill = (text, values) => (text || "").replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

// Storage may be switched off; then nothing is remembered and nothing breaks.
const memory = open => ({
  get: key => { try { return open().getItem(key) } catch { return null } },
  set: (key, value) => { try { open().setItem(key, value) } catch { /* switched off or full */ } },
  remove: key => { try { open().removeItem(key) } catch { /* switched off */ } },
});
const DRAFT = "draft:";
const kept = memory(() => localStorage), session = memory(() => sessionStorage);

/* --- talking to the server ------------------------------------------------------------- */

const fields = (form, button) => new URLSearchParams(new FormData(form, button));
const background = { method: "POST", headers: { "X-Fragment": "1" } };

// An answer in plain text is a sentence for the reader; anything else that is not success says nothing.
async function sentence(response) {
  const plain = response.headers.get("Content-Type")?.startsWith("text/plain");
  return plain ? (await response.text()).trim() : "";
}

// Resolves to a successful response; rejects with the server's sentence, or an empty one if it has none.
async function post(url, body, more) {
  const response = await fetch(url, { ...background, ...more, body }).catch(() => { throw new Error("") });
  if (response.redirected) { // a whole page instead of a fragment: the session is over, or the step needs a page
    location.assign(response.url);
    return new Promise(() => {});
  }
  if (!response.ok) throw new Error(await sentence(response));
  return response;
}

// One polite live region; one toast at a time, with an optional undo. A toast stays while it is pointed at or focused.
const live = Object.assign(document.createElement("div"), { className: "vh", role: "status" });
document.body.append(live);
let toast, timer;
function say(message, undo) {
  if (!message) return;
  live.textContent = message;
  toast?.remove();
  clearTimeout(timer);
  toast = Object.assign(document.createElement("div"), { className: "toast" });
  toast.append(Object.assign(document.createElement("span"), { textContent: message }));
  if (undo) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: texts.undo });
    button.onclick = () => { toast.remove(); undo() };
    toast.append(button);
  }
  document.body.append(toast);
  const fade = () => { timer = setTimeout(() => toast.matches(":hover,:focus-within") ? fade() : toast.remove(), 8000) };
  fade();
}

/* --- forms that stay on the page: votes, switches, theme --------------------------------- */

// Puts `fresh` in the place of `form` and the focus where it was.
function swap(form, fresh) {
  const focused = form.contains(document.activeElement) ? document.activeElement : null;
  form.replaceWith(fresh);
  if (focused) (focused.dataset.way && $(`[data-way="${focused.dataset.way}"]`, fresh) || $("button", fresh))?.focus();
  return fresh;
}

// Paint first; then the server's fragment takes the form's place, or the form as it was before.
async function inPlace(form, button, paint, failed) {
  if (form.getAttribute("aria-busy") === "true") return null;
  const before = form.cloneNode(true), body = fields(form, button);
  form.setAttribute("aria-busy", "true");
  paint();
  try {
    const page = document.createElement("template");
    // Whoever goes on at once has done it all the same.
    page.innerHTML = await (await post(form.action, body, { keepalive: true })).text();
    const fresh = $("form", page.content);
    if (!fresh) throw new Error("");
    // What else on the page it changed.
    for (const part of $$("[data-part]", page.content)) $(`[data-part="${part.dataset.part}"]`)?.replaceWith(part);
    return swap(form, fresh);
  } catch (error) {
    swap(form, before);
    say(error.message || failed);
    return null;
  }
}

async function vote(form, button) {
  const pressed = $("[aria-pressed=true]", form), score = $("[data-score]", form);
  const was = +(pressed?.dataset.way ?? 0), now = +button.value, shown = $("[aria-hidden]", score);
  const fresh = await inPlace(form, button, () => {
    for (const other of $$("[data-way]", form)) other.setAttribute("aria-pressed", now !== 0 && other === button);
    shown.textContent = (+score.dataset.score - was + now).toLocaleString(root.lang);
    score.classList.add("bump");
  }, texts.voteFailed);
  const back = fresh && $(`button[data-way="${was || now}"]`, fresh);
  if (fresh) say(now ? texts.voteCounted : texts.voteRemoved, back && (() => fresh.requestSubmit(back)));
}

function toggle(form, button) {
  return inPlace(form, button, () => {
    const on = button.getAttribute("aria-pressed") !== "true", label = $("[data-label]", button);
    button.setAttribute("aria-pressed", on);
    if (label) label.textContent = on ? form.dataset.on : form.dataset.off;
  }, texts.failed);
}

async function solved(form, button) {
  const fresh = await inPlace(form, button, () => {
    for (const other of $$("button", form)) other.setAttribute("aria-pressed", other === button);
  }, texts.failed);
  if (fresh) live.textContent = $("[data-thanks]", fresh)?.textContent ?? "";
}

// The page changes at once; the server only has to remember, so its answer is not waited for.
function theme(form, button) {
  root.dataset.theme = button.value;
  $$("button", form).find(other => other !== button)?.focus();
  live.textContent = button.dataset.done;
  fetch(form.action, { ...background, body: fields(form, button), redirect: "manual" }).catch(() => {});
}

document.addEventListener("submit", event => {
  const form = event.target, button = event.submitter;
  const handle = !button ? null : form.matches(".vote") ? vote : form.matches("[data-toggle]") ? toggle
    : form.matches("[data-solved]") ? solved
    : form.matches("[data-theme-form]") ? theme : null;
  if (!handle) return;
  event.preventDefault();
  handle(form, button);
});

/* --- editor: formatting, preview, pictures ------------------------------------------------ */

// Through the browser's own editing where it can, so that undo works.
function insert(area, text, from = area.selectionStart, to = area.selectionEnd) {
  area.focus();
  area.setSelectionRange(from, to);
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function format(area, { wrap, prefix }) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  if (prefix) {
    const line = value.lastIndexOf("\n", from - 1) + 1;
    return insert(area, value.slice(line, to).replace(/^/gm, prefix), line, to);
  }
  const [before, after] = wrap.split("|"), chosen = value.slice(from, to);
  insert(area, before + chosen + after);
  area.setSelectionRange(from + before.length, from + before.length + chosen.length);
}

async function preview(editor, on) {
  const area = $("textarea", editor), pane = $("[data-preview]", editor);
  for (const button of $$(".seg button", editor)) button.setAttribute("aria-pressed", (button.value === "preview") === on);
  area.hidden = on;
  pane.hidden = !on;
  if (!on) return area.focus();
  const body = new URLSearchParams({ body: area.value, csrf: token(area.form) });
  try { pane.innerHTML = await (await post("/preview", body)).text() }
  catch (error) { pane.textContent = error.message || texts.failed }
}

const token = form => form?.elements.csrf?.value ?? $("meta[name=csrf]")?.content ?? "";

async function upload(editor, file) {
  const area = $("textarea", editor), place = `![${fill(texts.uploading, { name: file.name })}]()`;
  insert(area, place);
  const replace = text => {
    const at = area.value.indexOf(place);
    if (at >= 0) insert(area, text, at, at + place.length);
    return at;
  };
  const body = new FormData();
  body.set("csrf", token(area.form));
  body.set("file", file);
  try {
    const { markdown } = await (await post("/images", body)).json();
    const at = replace(markdown), alt = /^!\[([^\]]*)\]/.exec(markdown);
    if (at >= 0 && alt) area.setSelectionRange(at + 2, at + 2 + alt[1].length); // ready to be described
    live.textContent = texts.uploaded;
  } catch (error) {
    replace("");
    say(error.message || texts.failed);
  }
}

for (const editor of $$(".editor[data-images]")) {
  const take = (event, data) => {
    const files = [...data?.files ?? []].filter(file => file.type.startsWith("image/"));
    if (!files.length) return;
    event.preventDefault();
    files.forEach(file => upload(editor, file));
  };
  editor.addEventListener("paste", event => take(event, event.clipboardData));
  editor.addEventListener("drop", event => take(event, event.dataTransfer));
  const picker = $("input[type=file]", editor);
  picker?.addEventListener("change", () => { [...picker.files].forEach(file => upload(editor, file)); picker.value = "" });
}

/* --- the bell: asked for once a minute, in tabs that are seen ------------------------------- */

const bells = $$("[data-unread]"), title = document.title;
let asked = Date.now();

function ring(count) {
  for (const bell of bells) {
    bell.textContent = count;
    bell.hidden = !count;
  }
  for (const label of $$("[data-unread-label]")) label.textContent = count ? fill(texts.inboxUnread, { count }) : texts.inbox;
  document.title = count ? `(${count}) ${title}` : title;
}

async function listen() {
  if (document.hidden || Date.now() - asked < 59_000) return;
  asked = Date.now();
  try {
    const response = await fetch("/inbox/count", { redirect: "manual" });
    if (response.ok) ring(await response.text());
  } catch { /* the next minute asks again */ }
}

if (bells.length) {
  ring(bells[0].textContent);
  setInterval(listen, 60_000);
  document.addEventListener("visibilitychange", listen);
}

/* --- clicks --------------------------------------------------------------------------------- */

async function copy(link) {
  try {
    await navigator.clipboard.writeText(new URL(link.getAttribute("href"), location.href).href);
    say(texts.copied);
  } catch { say(texts.copyFailed) }
}

document.addEventListener("click", event => {
  const over = selector => event.target.closest(selector), button = over("button"), editor = over(".editor");
  for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  if (over("[data-copy]")) { event.preventDefault(); copy(over("[data-copy]")) }
  else if (over("[data-keys]")) $("#keys").showModal();
  else if (!editor || !button) return;
  else if (button.closest(".seg")) preview(editor, button.value === "preview");
  else if (button.dataset.wrap || button.dataset.prefix) format($("textarea", editor), button.dataset);
  else if ("pick" in button.dataset) $("input[type=file]", editor).click();
});

/* --- drafts: in the browser at once, on the server after ten idle seconds and on leaving ------- */

const BROWSER_AFTER = 400, SERVER_AFTER = 10_000;
const KEEPALIVE_BYTES = 60_000; // browsers refuse longer bodies that outlive their page

const SIGNED_OUT = "signed-out", signOut = $("form[action='/sign-out']");
const BEFORE_SIGNING_OUT = 3_000; // nobody waits longer for a draft to arrive
let signingOut = false;
const unsent = [];

function draft(form) {
  const name = form.dataset.draft, key = DRAFT + name, note = $("[data-draft-note]", form);
  let soon, later, changed = false, sent = false;
  const tell = text => { if (note && text) note.textContent = text };
  const saved = () => tell(fill(texts.draftSaved, {
    time: new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  }));

  const keep = () => {
    clearTimeout(soon);
    if (signingOut) return;
    const typed = [...new FormData(form)].filter(([field, value]) => typeof value === "string" && !["csrf", "reviewed"].includes(field));
    kept.set(key, JSON.stringify(Object.fromEntries(typed)));
  };
  const send = async keepalive => {
    clearTimeout(later);
    if (!changed || sent || !("draftServer" in form.dataset)) return;
    changed = false;
    const body = fields(form);
    body.set("draft", name);
    const small = String(body).length < KEEPALIVE_BYTES;
    try {
      const response = await fetch("/drafts", { ...background, body, keepalive: keepalive && small, redirect: "manual" });
      if (response.ok) return saved();
      tell(await sentence(response));
    } catch { /* the browser's copy stands; the next change tries again */ }
    changed = true;
  };

  try {
    for (const [field, value] of Object.entries(JSON.parse(kept.get(key)) ?? {})) {
      const input = form.elements[field];
      if (input && "value" in input && !input.value) input.value = value;
    }
  } catch { kept.remove(key) }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(soon);
    clearTimeout(later);
    soon = setTimeout(() => { keep(); saved() }, BROWSER_AFTER);
    later = setTimeout(send, SERVER_AFTER);
  });
  form.addEventListener("submit", () => { sent = true; keep(); clearTimeout(later); session.set("sent", name) });
  addEventListener("pageshow", event => { if (event.persisted) sent = false });
  unsent.push(() => send(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !changed || sent) return;
    keep();
    send(true);
  });
}

// A draft that was sent is forgotten when the next page proves that it arrived: not on an error page, not where the
// reader must sign in first, not where the form came back with its text.
function forgetArrived() {
  const name = session.get("sent");
  if (name === null) return;
  session.remove("sent");
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus || 200;
  const form = $$("form[data-draft]").find(form => form.dataset.draft === name);
  const back = form && $$("textarea", form).some(area => area.value);
  if (status < 300 && !back && !$("[type=password]")) kept.remove(DRAFT + name);
}
forgetArrived();
// Whoever uses this computer next shall not find them, nor by going back what the page showed.
signOut?.addEventListener("submit", async event => {
  event.preventDefault();
  if (signingOut) return;
  signingOut = true;
  kept.set(SIGNED_OUT, Date.now());
  try { Object.keys(localStorage).filter(key => key.startsWith(DRAFT)).forEach(kept.remove) } catch { /* switched off */ }
  // The server takes a draft as long as its writer is signed in.
  const late = new Promise(resolve => setTimeout(resolve, BEFORE_SIGNING_OUT));
  await Promise.race([Promise.allSettled(unsent.map(send => send())), late]);
  signOut.submit();
});
addEventListener("pagehide", () => { if (signingOut) document.body.hidden = true });
addEventListener("pageshow", event => {
  if (event.persisted && signOut && +kept.get(SIGNED_OUT) > performance.timeOrigin) location.reload();
});
$$("form[data-draft]").forEach(draft);

for (const counter of $$("[data-count]")) {
  const input = document.getElementById(counter.dataset.count);
  const count = () => { counter.textContent = fill(counter.dataset.left, {
    n: (input.maxLength - input.value.length).toLocaleString(root.lang),
  }) };
  input.addEventListener("input", count);
  count();
}

/* --- what is like a question, under its title while it is typed ---------------------------------------- */

const SIMILAR_AFTER = 300;

function similar(panel) {
  const { title, reviewed } = panel.closest("form").elements;
  let soon, asked = 0;
  const look = async () => {
    const number = ++asked, url = panel.dataset.similar + encodeURIComponent(title.value);
    const response = await fetch(url, { headers: { "X-Fragment": "1" } }).catch(() => null);
    const found = response?.ok && await response.text();
    if (number !== asked || typeof found !== "string") return;
    panel.innerHTML = found;
    reviewed.value = "1";
    live.textContent = $("[data-found]", panel)?.dataset.found ?? "";
  };
  title.addEventListener("input", () => {
    clearTimeout(soon);
    asked++;
    reviewed.value = "";
    soon = setTimeout(look, SIMILAR_AFTER);
  });
  if (title.value.trim()) look();
}
$$("[data-similar]").forEach(similar);

/* --- suggestions while typing: the list of a combobox (ARIA 1.2) ------------------------------------- */

const SUGGEST_AFTER = 200;

function suggest(input) {
  const list = Object.assign(document.createElement("div"), { className: "suggest", id: `${input.id}-list`, hidden: true });
  let soon, asking, options = [], at = -1;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggested);
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id],
    ["aria-expanded", "false"]]) input.setAttribute(name, value);

  const choose = to => {
    options[at]?.setAttribute("aria-selected", "false");
    at = to;
    const option = options[at];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = on => {
    list.hidden = !on;
    input.setAttribute("aria-expanded", on);
    if (!on) choose(-1);
  };
  // One request at a time: a newer one takes its place, and leaving the field ends it.
  const quiet = () => { clearTimeout(soon); asking?.abort(); show(false) };
  const ask = async () => {
    asking?.abort();
    const text = input.value.trim(), { signal } = asking = new AbortController();
    if (text.length < 2) return show(false);
    const url = `${input.dataset.suggest}?q=${encodeURIComponent(text)}`;
    try {
      const response = await fetch(url, { headers: { "X-Fragment": "1" }, signal });
      if (!response.ok) return show(false);
      list.innerHTML = await response.text();
    } catch {
      if (!signal.aborted) show(false);
      return;
    }
    options = $$("[role=option]", list);
    options.forEach((option, n) => { option.id = `${list.id}-${n}` });
    choose(-1);
    show(options.length > 0);
  };

  input.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(ask, SUGGEST_AFTER) });
  input.addEventListener("keydown", event => {
    const last = options.length - 1;
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); quiet() }
    else if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) ask(); else choose(at < last ? at + 1 : -1) }
    else if (list.hidden) return;
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(at < 0 ? last : at - 1) }
    else if (event.key === "Enter" && options[at]) { event.preventDefault(); location.assign(options[at].href) }
  });
  input.addEventListener("blur", quiet);
  // Or the field would lose the focus, and the list would be gone before it is clicked.
  list.addEventListener("mousedown", event => event.preventDefault());
}
$$("[data-suggest]").forEach(suggest);

/* --- times stay true while a page is open ------------------------------------------------------- */

const relative = new Intl.RelativeTimeFormat(root.lang || "en", { numeric: "always" });
const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60]], OLD = 30 * 86_400;
function refreshTimes() {
  for (const time of $$("time[data-rel]")) {
    const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
    const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length);
    if (unit && Math.abs(seconds) < OLD) time.textContent = relative.format(Math.trunc(seconds / unit[1]), unit[0]);
  }
}
setInterval(refreshTimes, 60_000);
addEventListener("pageshow", event => { if (event.persisted) refreshTimes() });

// A form that came back: the reader starts at what is wrong with it.
$(".errsum")?.focus();

// Tabs that do not all fit on a phone: the current one is in view.
for (const tab of $$(".tabs [aria-current]")) tab.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });

// Code that is wider than its box can be scrolled with the keyboard.
for (const block of $$(".prose pre")) if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;

/* --- shortcuts: listed in the dialog, switched off there (WCAG 2.1.4), never inside fields ---------- */

const sheet = $("#keys"), onOff = $("#keys-on");
let lead = "", leadAt = 0;

function step(by) {
  const items = $$("[data-item]"), at = items.findIndex(item => item.hasAttribute("aria-current"));
  const item = items[Math.max(0, Math.min(items.length - 1, at + by))];
  if (!item) return;
  items[at]?.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  ($("h2 a, h3 a", item) ?? $("a, button", item))?.focus();
}

document.addEventListener("keydown", event => {
  const menu = $("details.menu[open]");
  if (event.key === "Escape" && menu) { menu.open = false; $("summary", menu).focus() }
  const typing = event.target.closest?.("input,textarea,select,[contenteditable],dialog");
  if (event.ctrlKey || event.metaKey || event.altKey || typing || kept.get("keys") === "off" || !sheet) return;
  const combo = Date.now() - leadAt < 1200 ? `${lead} ${event.key}` : event.key;
  lead = "";
  const link = $(`[data-key="${CSS.escape(combo)}"]`, sheet), box = event.key === "/" && $$("[data-slash]").find(field => field.offsetParent);
  if (box) { event.preventDefault(); box.focus() }
  else if (link) { event.preventDefault(); location.assign(link.href) }
  else if (event.key === "?") sheet.showModal();
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "g") { lead = "g"; leadAt = Date.now() }
});
if (onOff) {
  onOff.checked = kept.get("keys") !== "off";
  onOff.addEventListener("change", () => kept.set("keys", onOff.checked ? "on" : "off"));
}
})();
