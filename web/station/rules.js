// The rules on the page: what collides at level 2 and waits for an answer, and the policy in force.
import { byId, command, dayText, element, get, hourText } from "./station.js";
import { say } from "./words.js";

function choice(question, side, moved) {
  const chosen = question.answer === side.key;
  const button = element("button", chosen ? "strong" : "", say("collisionFirst", { title: side.title }));
  button.type = "button";
  button.setAttribute("aria-pressed", chosen);
  button.addEventListener("click", () =>
    command("/v1/collisions", { id: question.id, first: side.key }, byId("collisions-answer")).then(moved));
  return button;
}

function questionRow(question, moved) {
  const { first, second } = question;
  const text = say("collisionText", {
    day: dayText(first.start),
    first: first.title,
    firstHours: `${hourText(first.start)}–${hourText(first.end)}`,
    second: second.title,
    secondHours: `${hourText(second.start)}–${hourText(second.end)}`,
  });
  const buttons = element("div", "buttons", "", choice(question, first, moved), choice(question, second, moved));
  const hint = question.answer ? "collisionAnswered" : "collisionDefault";
  return element("li", "", "", element("p", "", text), buttons, element("p", "quiet", say(hint, { title: first.title })));
}

let shown = "";

// Looks again only while there is something to ask.
export async function showCollisions(moved) {
  const { collisions } = await get("/v1/collisions");
  byId("collisions-card").hidden = collisions.length === 0;
  const now = JSON.stringify([collisions, document.documentElement.lang]);
  if (now === shown) return;
  shown = now;
  byId("collisions").replaceChildren(...collisions.map((question) => questionRow(question, moved)));
}

export function policyWords({ id, title, override, volumeCeiling }) {
  if (override) {
    const { who, why, until } = override;
    return ["warn", say("policyOverride", { who, why, until: `${hourText(until)} ${dayText(until)}` })];
  }
  const words = id.startsWith("open.") ? say("policyOpen") : title;
  return ["idle", volumeCeiling < 100 ? `${words} · ${say("policyCeiling", { n: volumeCeiling })}` : words];
}
