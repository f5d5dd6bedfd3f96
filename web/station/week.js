// A week's schedule: looked at as soon as it is chosen, asked about where it leaves something open,
// taken when the operator says so. Loa's own form (JSON) is checked as it is; any other file is
// imported first.
import { importFile, questionForm, understoodSlots } from "./import.js";
import { problemList } from "./problems.js";
import { byId, dayText, element, hourText, post, refusal } from "./station.js";
import { say } from "./words.js";

let file = null; // what was chosen or pasted
let answers = []; // of the operator, to what the file leaves open: {code, at, value}
let week = null; // {name, text}: what would be taken

function verdictText({ problems }) {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  if (errors > 0) return say("weekBad", { n: errors });
  return problems.length > 0 ? say("weekWarned", { n: problems.length }) : say("weekGood");
}

const hasErrors = ({ problems }) => problems.some((problem) => problem.severity === "error");

function importText(answer) {
  if (hasErrors(answer)) return verdictText(answer);
  return answer.ok ? say("importGood") : say("importAsks", { n: answer.questions.length });
}

export function understoodParts(understood) {
  const values = { ...understood, from: dayText(understood.validFrom), to: dayText(understood.validTo) };
  const starts = understood.next.map(({ start, title }) =>
    element("li", "", `${dayText(start)} ${hourText(start)}  ${title}`));
  const parts = [element("p", "", say("weekSays", values))];
  if (starts.length) parts.push(element("h3", "", say("weekNext")), element("ul", "starts", "", ...starts));
  return parts;
}

function show(ok, headline, ...parts) {
  byId("week-answer").replaceChildren(element("p", `verdict ${ok}`, headline), ...parts);
}

function showVerdict(answer, headline) {
  const parts = answer.understood ? understoodParts(answer.understood) : [];
  show(answer.ok ? "good" : "bad", headline, problemList(answer.problems), ...parts);
}

async function send(path) {
  const answer = await post(`${path}?name=${encodeURIComponent(week.name)}`, week.text);
  if (!answer.problems || !("ok" in answer)) throw new Error(refusal(answer));
  return answer;
}

function startAnew() {
  const button = element("button", "", say("importAgain"));
  button.type = "button";
  button.addEventListener("click", () => {
    answers = [];
    look();
  });
  return button;
}

function answered(given) {
  const isNew = ({ code, at }) => !given.some((one) => one.code === code && one.at === at);
  answers = [...answers.filter(isNew), ...given];
  look();
}

async function lookAtImport() {
  const asked = file;
  const answer = await importFile(asked, answers);
  if (asked !== file) return;
  const parts = [problemList(answer.problems), ...understoodSlots(answer), ...questionForm(answer, answered)];
  if (answers.length) parts.push(startAnew());
  if (answer.ok) {
    week = { name: asked.name, text: JSON.stringify(answer.schedule) };
    const checked = await send("/v1/schedule/check");
    if (checked.understood) parts.push(...understoodParts(checked.understood));
  }
  const verdict = hasErrors(answer) ? "bad" : answer.ok ? "good" : "ask";
  show(verdict, importText(answer), ...parts);
  byId("week-take").hidden = !answer.ok;
}

async function lookAtJson() {
  const asked = file;
  week = { name: asked.name, text: await asked.text() };
  const answer = await send("/v1/schedule/check");
  if (asked !== file) return;
  showVerdict(answer, verdictText(answer));
  byId("week-take").hidden = !answer.ok;
}

// What the station takes at most: it refuses more by its header, which a browser tells as a line that
// broke.
const kMostFile = 64 * 1024 * 1024;

async function look() {
  byId("week-take").hidden = true;
  if (file.size > kMostFile) return show("bad", say("tooLarge"));
  byId("week-answer").replaceChildren(element("p", "quiet", say("weekChecking", { name: file.name })));
  const asked = file;
  try {
    await (/\.(json|loa)$/i.test(file.name) ? lookAtJson() : lookAtImport());
  } catch (error) {
    if (asked === file) show("bad", error.message);
  }
}

function choose(chosen) {
  file = chosen;
  answers = [];
  if (file) look();
}

async function take(taken) {
  byId("week-take").disabled = true;
  try {
    const answer = await send("/v1/schedule");
    const done = answer.submitted ? "weekSubmitted" : "weekTaken";
    showVerdict(answer, answer.ok ? say(done, { title: answer.understood.title }) : verdictText(answer));
    byId("week-take").hidden = true;
    byId("week-file").value = "";
    byId("week-text").value = "";
    taken();
  } catch (error) {
    show("bad", error.message);
  } finally {
    byId("week-take").disabled = false;
  }
}

export function startWeek(taken) {
  byId("week-file").addEventListener("change", () => choose(byId("week-file").files[0]));
  byId("week-paste").addEventListener("submit", (event) => {
    event.preventDefault();
    choose(new File([byId("week-text").value], `${say("pasted")}.txt`, { type: "text/plain" }));
  });
  byId("week-take").addEventListener("click", () => take(taken));
}
