// An operator's file as it is (Excel, Word, text, CSV, iCalendar): what of it was understood, with
// the place of each line in the file, and the questions that it leaves.
import { pick } from "./language.js";
import { element, post, refusal } from "./station.js";
import { say } from "./words.js";

// The station's answer to the file and the answers given so far; throws where it has none.
export async function importFile(file, answers) {
  const form = new FormData();
  form.append("file", file, file.name);
  form.append("answers", JSON.stringify(answers));
  const answer = await post("/v1/schedule/import", form);
  if (!answer.problems || !("ok" in answer)) throw new Error(refusal(answer));
  return answer;
}

const marked = (text, inferred) => (inferred ? `~${text}` : text);

function daysText({ days, dayInferred }) {
  if (days.length === 0) return "?";
  const week = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
  const first = week.indexOf(days[0]);
  const row = days.length > 2 && days.every((day, i) => day === week[first + i]);
  return marked(row ? `${days[0]}–${days.at(-1)}` : days.join(", "), dayInferred);
}

function hoursText(slot) {
  const said = slot.endFrom === "said" || slot.endFrom === "length";
  const end = slot.end === null ? "?" : marked(slot.end, !said);
  return `${marked(slot.start, slot.startInferred)} – ${end}`;
}

// Of day, start, end and title: "Tuần 48!B3, A5, –, B5". The sheet is named once.
function placesText({ at }) {
  let sheet = "";
  return [at.day, at.start, at.end, at.title].map((place) => {
    const mark = place.lastIndexOf("!") + 1;
    const short = mark > 0 && place.slice(0, mark) === sheet ? place.slice(mark) : place;
    if (mark > 0) sheet = place.slice(0, mark);
    return short || "–";
  }).join(", ");
}

function slotRow(slot) {
  const title = slot.repeat ? say("importRepeat", { title: slot.title }) : slot.title;
  const content = slot.programme === null ? "?" : pick(slot.content);
  const inferred = ["content", "next-start", "last-week", "answer"].includes(slot.endFrom);
  const notes = [content, inferred ? say(`end_${slot.endFrom}`) : ""].filter(Boolean).join(" · ");
  const row = element("li", "understood-slot", "",
    element("span", "hours", daysText(slot), element("span", "", hoursText(slot))),
    element("span", "what", title, element("small", "", notes), element("code", "", placesText(slot))));
  row.dataset.level = slot.level;
  return row;
}

export function understoodSlots({ slots, monday }) {
  if (slots.length === 0) return [];
  const parts = [element("h3", "", say("importUnderstood"))];
  if (monday) parts.push(element("p", "quiet", say("importWeek", { from: monday.split("-").reverse().join("/") })));
  parts.push(element("ol", "understood", "", ...slots.map(slotRow)), element("p", "quiet", say("importLegend")));
  return parts;
}

function choiceRow(name, choice) {
  const input = element("input");
  input.type = "radio";
  input.name = name;
  input.value = choice.value;
  return element("label", "choice", "", input, element("span", "", pick(choice.text)));
}

function freeText(question, name) {
  const input = element("input");
  input.type = "text";
  input.name = `${name}-text`;
  input.maxLength = 2000;
  const hint = [question.choices.length ? say("importOther") : "", pick(question.form)].filter(Boolean).join(" ");
  return element("label", "free", hint, input);
}

function questionRow(question, i) {
  const name = `question-${i}`;
  const places = question.places > 1 ? ` (${say("importPlaces", { n: question.places })})` : "";
  const row = element("fieldset", "question", "", element("legend", "", pick(question.text) + places));
  if (question.at) row.append(element("code", "", question.at));
  row.append(...question.choices.map((choice) => choiceRow(name, choice)));
  if (pick(question.form)) row.append(freeText(question, name));
  return row;
}

const kMany = 3;  // questions of one kind: from here on one answer for all is offered

function chooseEverywhere(form, rows, value) {
  for (const i of rows) {
    const choices = [...form.querySelectorAll(`input[type=radio][name=question-${i}]`)];
    if (!choices.some((choice) => choice.checked)) choices.find((choice) => choice.value === value).checked = true;
  }
}

// Buttons for what each question of one kind may be answered with. What is chosen already stays.
function answersForAll(form, questions, code) {
  const rows = [...questions.keys()].filter((i) => questions[i].code === code);
  const [first, ...others] = rows.map((i) => questions[i].choices);
  const common = first.filter(({ value }) => others.every((choices) => choices.some((choice) => choice.value === value)));
  if (rows.length < kMany || common.length === 0) return [];
  const buttons = common.map((choice) => {
    const button = element("button", "", pick(choice.text));
    button.type = "button";
    button.addEventListener("click", () => chooseEverywhere(form, rows, choice.value));
    return button;
  });
  const row = element("fieldset", "for-all", "", element("legend", "", say("importForAll", { n: rows.length })));
  row.append(element("div", "buttons", "", ...buttons));
  return [row];
}

// What was filled in; what is typed goes before what is chosen.
function answersIn(form, questions) {
  const data = new FormData(form);
  return questions.flatMap(({ code, at }, i) => {
    const value = (data.get(`question-${i}-text`) ?? "").trim() || data.get(`question-${i}`);
    return value ? [{ code, at, value }] : [];
  });
}

// A form that gives the new answers to `answered`.
export function questionForm({ questions }, answered) {
  if (questions.length === 0) return [];
  const form = element("form", "questions", "", ...questions.map(questionRow));
  const codes = [...new Set(questions.map(({ code }) => code))];
  form.prepend(...codes.flatMap((code) => answersForAll(form, questions, code)));
  const send = element("button", "strong", say("importAnswer"));
  send.type = "submit";
  form.append(send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = answersIn(form, questions);
    if (given.length) answered(given);
  });
  return [element("h3", "", say("importQuestions")), form];
}
