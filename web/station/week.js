// A week's schedule: checked as soon as it is chosen, taken when the operator says so.
import { pick } from "./language.js";
import { byId, dayText, element, hourText, post, refusal } from "./station.js";
import { say } from "./words.js";

let chosen = null; // {name, text}

function problemRow(problem) {
  const row = element("li", "problem");
  row.dataset.severity = problem.severity;
  const place = problem.line > 0 ? say("place", { line: problem.line, column: problem.column }) : "";
  row.append(element("strong", "", say(problem.severity)), ` ${place} `);
  if (problem.field) row.append(element("code", "", problem.field));
  row.append(element("p", "", pick(problem.message)));
  return row;
}

function verdictText(answer) {
  const errors = answer.problems.filter((problem) => problem.severity === "error").length;
  if (errors > 0) return say("weekBad", { n: errors });
  return answer.problems.length > 0 ? say("weekWarned", { n: answer.problems.length }) : say("weekGood");
}

function understoodParts(understood) {
  const values = { ...understood, from: dayText(understood.validFrom), to: dayText(understood.validTo) };
  const starts = understood.next.map(({ start, title }) =>
    element("li", "", `${dayText(start)} ${hourText(start)}  ${title}`));
  const parts = [element("p", "", say("weekSays", values))];
  if (starts.length) parts.push(element("h3", "", say("weekNext")), element("ul", "starts", "", ...starts));
  return parts;
}

function show(answer, headline) {
  const head = element("p", answer.ok ? "verdict good" : "verdict bad", headline);
  const problems = element("ul", "problems", "", ...answer.problems.map(problemRow));
  const parts = answer.understood ? understoodParts(answer.understood) : [];
  byId("week-answer").replaceChildren(head, problems, ...parts);
}

async function send(path) {
  const answer = await post(`${path}?name=${encodeURIComponent(chosen.name)}`, chosen.text);
  if (!answer.problems || !("ok" in answer)) throw new Error(refusal(answer));
  return answer;
}

function tell(text) {
  byId("week-answer").replaceChildren(element("p", "verdict bad", text));
}

async function check() {
  const file = byId("week-file").files[0];
  byId("week-take").hidden = true;
  if (!file) return;
  byId("week-answer").replaceChildren(element("p", "quiet", say("weekChecking", { name: file.name })));
  try {
    chosen = { name: file.name, text: await file.text() };
    const answer = await send("/v1/schedule/check");
    show(answer, verdictText(answer));
    byId("week-take").hidden = !answer.ok;
  } catch (error) {
    tell(error.message);
  }
}

async function take(taken) {
  byId("week-take").disabled = true;
  try {
    const answer = await send("/v1/schedule");
    show(answer, answer.ok ? say("weekTaken", { title: answer.understood.title }) : verdictText(answer));
    byId("week-take").hidden = true;
    byId("week-file").value = "";
    taken();
  } catch (error) {
    tell(error.message);
  } finally {
    byId("week-take").disabled = false;
  }
}

export function startWeek(taken) {
  byId("week-file").addEventListener("change", check);
  byId("week-take").addEventListener("click", () => take(taken));
}
