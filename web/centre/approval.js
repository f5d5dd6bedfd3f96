// The week that waits for who approves it: how it is handed in, what is in it, and the approver's two
// buttons. What it holds goes into the page as text only.
import { command, may, person } from "./door.js";
import { dayAndTime } from "./items.js";
import { pick } from "./language.js";
import { slotLines, sloganLines } from "./week_lines.js";
import { say } from "./words.js";

const byId = (id) => document.getElementById(id);
// As it is looked at: only this is approved, whatever waits meanwhile.
let seen = { hash: "", waiting: null };

function line(submission) {
  const { state, author, by, why, stations, aired } = submission;
  const when = aired ? dayAndTime(aired.when) : "";
  return say(`submission_${state}`, { author: author || say("machineOwner"), by, why, stations, station: aired?.station ?? "", when });
}

const payloadOf = (envelope) =>
  JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(envelope.payload), (c) => c.charCodeAt(0))));

function folded(title, ...parts) {
  const item = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = title;
  item.append(summary, ...parts);
  return item;
}

function textIn(name, text) {
  const item = document.createElement(name);
  item.textContent = text;
  return item;
}

function list(lines) {
  const items = document.createElement("ul");
  items.append(...lines.map((line) => textIn("li", line)));
  return items;
}

const asItStands = (text) => folded(say("asItStands"), textIn("pre", text));

// What cannot be read as a week is shown as it stands.
function weekItem(text, n) {
  try {
    const week = JSON.parse(text);
    const lines = [list(slotLines(week, say)), list(sloganLines(week))];
    return folded(say("weekNumber", { n: n + 1, title: week.title }), ...lines, asItStands(text));
  } catch {
    return folded(say("weekNumber", { n: n + 1, title: "?" }), textIn("pre", text));
  }
}

function mediaItem({ path, sha256 }) {
  const item = document.createElement("p");
  const link = document.createElement("a");
  link.href = `/v1/media/${encodeURIComponent(sha256)}`;
  link.textContent = path;
  item.append(link);
  return item;
}

async function showContent() {
  const answer = await fetch("/v1/submission/bundle");
  if (!answer.ok) return;
  const bundle = await answer.json();
  const programmes = bundle.programmes.map(payloadOf).flatMap((one) => one.weeks);
  byId("approval-content").replaceChildren(
    ...bundle.weeks.map(weekItem),
    ...programmes.map((week) => folded(say("weekStations", { stations: week.stations.join(", ") }), textIn("pre", JSON.stringify(week, null, 1)))),
    ...programmes.flatMap((week) => week.media ?? []).map(mediaItem));
}

export function showApproval(submission) {
  const waiting = submission?.waiting ?? null;
  const approved = submission?.approved ?? null;
  byId("approval").hidden = !submission?.needed || (!waiting && !approved && !may("load"));
  byId("hand-in").hidden = !may("load");
  byId("approval-waiting").textContent = waiting ? line(waiting) : say("nothingWaits");
  byId("approval-before").textContent = approved ? line(approved) : "";
  const open = waiting?.state === "submitted";
  byId("approval-judge").hidden = !open || !may("approve") || waiting.author === person()?.name;
  byId("approval-content").hidden = !open;
  if (open && waiting.hash !== seen.hash) showContent();
  seen = { hash: open ? waiting.hash : "", waiting };
}

// Whether it was done; why not stands on the page.
async function did(path, body) {
  const answer = await command(path, body);
  const said = await answer.json();
  byId("approval-answer").textContent = answer.ok ? "" : said.message ? pick(said.message) : said.error;
  return answer.ok;
}

async function judge(what, then) {
  const done = await did(`/v1/admin/submission/${what}`, { hash: seen.hash, why: byId("approval-why").value.trim() });
  if (done) byId("approval-why").value = "";
  await then();
}

async function handIn(form, then) {
  if (await did("/v1/admin/submission", byId("hand-in-file").files[0])) form.reset();
  await then();
}

export function openApproval(then) {
  byId("approve").addEventListener("click", () => judge("approve", then));
  byId("refuse").addEventListener("click", () => judge("refuse", then));
  byId("hand-in").addEventListener("submit", (event) => {
    event.preventDefault();
    handIn(event.target, then);
  });
}
