// The week that waits for who approves it: everybody sees it, whose right it is lets it through or
// sends it back.
import { byId, command, dayText, element, get, hourText } from "./station.js";
import { problemList } from "./problems.js";
import { understoodParts } from "./week.js";
import { slotLines } from "./week_lines.js";
import { say } from "./words.js";

let waiting = null;
let shown = "";

const whenText = (when) => `${hourText(when)} ${dayText(when)}`;

// What there is to look at before one says yes.
function content({ schedule, media }) {
  const slots = slotLines(schedule, say).map((line) => element("li", "", line));
  const files = media.map(({ path }) => element("li", "", path));
  const parts = [element("ul", "starts", "", ...slots)];
  if (files.length) parts.push(element("h3", "", say("approvalMedia")), element("ul", "starts", "", ...files));
  return element("details", "", "", element("summary", "", say("approvalContent")), ...parts);
}

function headline({ author, when, refused }) {
  if (refused) return say("approvalRefused", { by: refused.by, when: whenText(refused.when), why: refused.why });
  return say("approvalBy", { author: author || say("approvalOwner"), when: whenText(when) });
}

function show() {
  byId("approval-card").hidden = !waiting;
  if (!waiting) return;
  byId("approval-text").textContent = headline(waiting);
  const parts = waiting.schedule ? [...understoodParts(waiting.understood), content(waiting)] : [];
  byId("approval-body").replaceChildren(problemList(waiting.problems), ...parts);
  byId("approval-judge").hidden = Boolean(waiting.refused);
}

export async function showApproval() {
  const { submission } = await get("/v1/submission");
  const now = JSON.stringify([submission?.hash, submission?.refused, submission?.problems, document.documentElement.lang]);
  waiting = submission;
  if (now === shown) return;
  shown = now;
  show();
}

async function judge(path, more, moved) {
  if (!waiting) return;
  const place = byId("approval-answer");
  place.textContent = say("working");
  const answer = await command(path, { hash: waiting.hash, ...more }, place);
  if (answer.status === 200) byId("approval-why").value = "";
  moved();
}

export function startApproval(moved) {
  byId("approve").addEventListener("click", () => judge("/v1/submission/approve", {}, moved));
  byId("approval-refuse").addEventListener("submit", (event) => {
    event.preventDefault();
    judge("/v1/submission/refuse", { why: byId("approval-why").value.trim() }, moved);
  });
}
