// What the tests of standing make, and wait for.

import { until } from "./site.mjs";
import { editOf } from "./stage.mjs";

export const REASON = "Says it in plain words";

// The number of a question's own post.
export const postOf = async (client, question) => /\/posts\/(\d+)\/(?:edit|suggest)/.exec((await client.fetch(question)).text)[1];

// Waits until somebody's inbox has these words in it.
export const told = (member, words) => until(`${words} in the inbox`, 60, async () => (await member.fetch("/inbox")).text.includes(words));

// The number on the page of somebody's reputation, which is opened.
export const reputation = async (page, handle) => {
  await page.goto(`/members/${handle}/reputation`);
  return page.locator(".stats dd").first().innerText();
};

// Suggests other words; answers the suggestion's path.
export const suggest = async (client, post, body) =>
  client.post(`/posts/${post}/suggest`, await editOf(client, post, { body, reason: REASON }, undefined, "suggest"));
