// What the tests find: people and a board on the fresh site; on the sample community a question with everything a text
// can hold, and its people signed in; a site where everybody may vote to close, and the rest has to be earned.

import { PASSWORD } from "./site.mjs";

const LONG = `${"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2)}`;

export const EVERYTHING = `First a paragraph with **bold**, _italic_, ~~struck~~, \`code\`, a [link](https://example.org/) and
https://example.org/${"long-path/".repeat(12)}.

### A heading

| Plan | Data | Price |
|:-----|-----:|:-----:|
| Small | 5 GB | 4.99 |
| Large, with a much longer name than the others | 100 GB | 19.99 |

1. first
   - nested
   - list
2. second

- [ ] to do
- [x] done

> A quote
>
> > in a quote

\`\`\`
a line of code that is longer than any phone is wide, so that it has to be scrolled to be read to its very end
\`\`\`

---

${LONG}

السلام عليكم، هذا نص بالعربية

![A picture elsewhere](https://example.org/picture.png)
`;

export async function stage(fresh, demo, earned) {
  const [people, sample, founder] = await Promise.all(
    [settle(fresh), rehearse(demo), found(earned, { create_tags: "1", vote_to_close: "1" })]);
  return { fresh, demo, earned, people, sample, founder };
}

async function settle(fresh) {
  const admin = await found(fresh, FREE);
  const [ona, petras] = await Promise.all([fresh.join("ona", "Ona Onaitė"), fresh.join("petras", "Petras Petraitis")]);
  return { admin, ona, petras };
}

// The admin of a new site, with a board.
async function found(site, numbers) {
  const admin = site.client();
  const link = /\/first-admin\/[\w-]+/.exec(site.output)[0];
  await admin.post(link, { email: "root@example.org", handle: "berta", display_name: "Berta", password: PASSWORD }, link);
  await admin.refresh();
  const board = { slug: "phones", description: "Phones and plans.", hue: "3", readers: "everyone" };
  await admin.post("/admin/boards/new", { name: "Phones", ...board });
  await openUp(admin, numbers);
  return admin;
}

// What takes no reputation where a test is not about that.
const FREE = { links: "1", vote_down: "1", create_tags: "1" };

// What a test is about should not begin with earning: nobody is held to a few posts for being new, and some things take
// no reputation, or less.
async function openUp(admin, numbers) {
  const { newcomers, ...settings } = await fieldsOf(admin, "/admin/settings");
  await admin.post("/admin/settings", settings);
  await admin.post("/admin/standing", { ...await fieldsOf(admin, "/admin/standing"), ...numbers, save: "yes" });
}

// The fields of a form of the administration as they stand.
async function fieldsOf(admin, address) {
  const { text } = await admin.fetch(address), fields = {};
  const form = new RegExp(`<form method="post" action="${address}"[^]*?</form>`).exec(text)[0];
  for (const [tag] of form.matchAll(/<input [^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    const isOn = !/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag);
    if (name && name !== "csrf" && isOn) fields[name] = unescape(/value="([^"]*)"/.exec(tag)?.[1] ?? "");
  }
  return fields;
}

async function rehearse(demo) {
  const [member, moderator, staff, admin] = await Promise.all(
    ["member", "moderator", "staff", "admin"].map(handle => demo.signIn(`${handle}@demo.example`)));
  await openUp(admin, FREE);
  const question = await member.ask("A question with everything that a text can hold, and a rather long title too", EVERYTHING);
  const helpful = await staff.answer(question, "An official answer.\n\n" + EVERYTHING);
  const other = await moderator.answer(question, "Another answer, short and plain.");
  await member.post(`/posts/${helpful}/accept`, { on: "true" });
  await member.post(`/posts/${helpful}/comments`, { body: `Thanks! \`code\` and ${LONG.slice(0, 90)}` });
  await moderator.post(`/posts/${other}/comments`, { body: "A remark with a [link](https://example.org/)." });
  const questionPost = /\/posts\/(\d+)\/vote/.exec((await staff.fetch(question)).text)[1];
  await admin.post(`/posts/${questionPost}/edit`, await editOf(admin, questionPost, { reason: "A clearer title" }, (name, value) =>
    name === "title" ? value.replace("rather long", "very long") : value));
  const comment = /id="c(\d+)"/.exec((await member.fetch(`/posts/${helpful}/comments`)).text)[1];
  const article = /href="(\/articles\/\d+\/[^"/]+)"/.exec((await member.fetch("/series/moving-to-esim")).text)[1];
  const ideas = await ideasOf(demo, member);
  return { member, moderator, staff, admin, article, question, questionPost, helpful, other, comment, ideas };
}

// The paths of the sample ideas that are in the list, by the beginning of a title; the board where one proposes, and
// the storm session that runs.
async function ideasOf(demo, member) {
  const paths = new Map();
  for (let next = "/ideas?order=newest"; next;) {
    const { text } = await member.fetch(next);
    for (const [, path, title] of text.matchAll(/class="idea__t"><a href="([^"]+)"[^>]*>([^<]*)</g)) paths.set(unescape(title), path);
    next = unescape(/href="([^"]+)" rel="next"/.exec(text)?.[1] ?? "");
  }
  const form = (await member.fetch("/ideas/new")).text;
  demo.ideaBoard = /<option value="(\d+)"[^>]*>Ideas</.exec(form)[1];
  const storm = /href="(\/storms\/\d+\/[^"]+)"/.exec((await member.fetch("/storms")).text)[1];
  return { storm, called: start => [...paths].find(([title]) => title.startsWith(start))[1] };
}

const unescape = text => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x27;/g, "'")
  .replace(/&#39;/g, "'").replace(/&#x2F;/g, "/").replace(/&amp;/g, "&");

// The fields of a post's edit form as they stand, with changes; or of the form by which others suggest an edit.
export async function editOf(client, post, more, change = (_, value) => value, verb = "edit") {
  const { text } = await client.fetch(`/posts/${post}/${verb}`);
  const form = /<form method="post" action="\/posts\/[^]*?<\/form>/.exec(text)[0], fields = {};
  for (const [tag] of form.matchAll(/<input [^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name && name !== "csrf") fields[name] = unescape(/value="([^"]*)"/.exec(tag)?.[1] ?? "");
  }
  for (const [, name, options] of form.matchAll(/<select [^>]*name="([^"]*)"[^>]*>([^]*?)<\/select>/g)) {
    fields[name] = /value="([^"]*)" selected/.exec(options)?.[1] ?? "";
  }
  for (const [, name, value] of form.matchAll(/<textarea [^>]*name="([^"]*)"[^>]*>\n?([^]*?)<\/textarea>/g)) {
    fields[name] = unescape(value);
  }
  return Object.fromEntries(Object.entries({ ...fields, ...more }).map(([name, value]) => [name, change(name, value)]));
}
