// Who may come in at the page: for administrators.
import { confirmed } from "./dialog.js";
import { onLanguage } from "./language.js";
import { byId, command, dayText, element, get, setText } from "./station.js";
import { applyWords, say } from "./words.js";

const roles = ["operator", "approver", "commander", "auditor", "admin"];

let people = [];
let session = null;

function roleOptions(chosen) {
  return roles.map((role) => new Option(say(`role_${role}`), role, false, role === chosen));
}

function showCode(name, code) {
  setText(byId("new-code-heading"), say("codeFor", { name }));
  setText(byId("new-code-value"), code);
  byId("new-code").hidden = false;
  byId("new-code").scrollIntoView({ block: "nearest" });
}

async function act(path, body, place = byId("people-answer")) {
  const answer = await command(path, body, place);
  if (answer.code && answer.status === 200) showCode(body.name, answer.code);
  await look();
  return answer.status === 200;
}

function button(word, work, kind = "") {
  const node = element("button", kind, say(word));
  node.type = "button";
  node.addEventListener("click", work);
  return node;
}

async function asked(question, name, path, body) {
  if (await confirmed(say(question, { name }))) await act(path, body);
}

function stateText({ disabled, codeUntil, sessions }) {
  if (disabled) return say("locked");
  if (codeUntil) return say("codeWaits", { until: dayText(codeUntil) });
  return sessions > 0 ? say("sessionsSome", { n: sessions }) : say("sessionsNone");
}

function roleChoice({ name, role }) {
  const choice = element("select", "");
  choice.append(...roleOptions(role));
  choice.setAttribute("aria-label", `${say("role")}: ${name}`);
  choice.addEventListener("change", () => act("/v1/people/change", { name, role: choice.value }));
  return choice;
}

function personRow(person) {
  const { name, disabled, sessions } = person;
  const title = element("strong", "", name);
  if (name === session.person?.name) title.append(` (${say("itsYou")})`);
  const buttons = element("div", "buttons", "",
    button("newCode", () => asked("newCodeAsk", name, "/v1/people/change", { name, code: true })),
    button(disabled ? "unlock" : "lock", () => act("/v1/people/change", { name, disabled: !disabled })),
    ...(sessions > 0 ? [button("endSessions", () => act("/v1/people/logout", { name }))] : []),
    button("remove", () => asked("removeAsk", name, "/v1/people/remove", { name })));
  const row = element("li", "person", "", title, element("p", "quiet", stateText(person)), roleChoice(person), buttons);
  row.dataset.name = name;
  return row;
}

function show() {
  applyWords();
  setText(byId("name"), session.name);
  document.title = `${say("people")} – ${session.name}`;
  const role = byId("add").elements.role;
  role.replaceChildren(...roleOptions(role.value || "operator"));
  byId("people").replaceChildren(...people.map(personRow));
}

async function look() {
  session = await get("/v1/session");
  if (session.asks && !session.person) return location.replace("/login.html");
  if (!session.may.includes("people")) return location.replace("/");
  ({ people } = await get("/v1/people"));
  show();
}

async function add(event) {
  event.preventDefault();
  const form = event.target;
  const body = { name: form.elements.name.value.trim(), role: form.elements.role.value, code: true };
  if (await act("/v1/people", body, byId("add-answer"))) form.elements.name.value = "";
}

onLanguage(show);
applyWords();
byId("add").addEventListener("submit", add);
look();
