// Talking to the station, and small helpers for the page.
import { pick } from "./language.js";
import { say } from "./words.js";

export class StationError extends Error {}

// Whether somebody has touched the page since it last asked: looking again and again by itself does
// not keep a session that its person has left.
let touched = true;
for (const event of ["pointerdown", "keydown"]) {
  addEventListener(event, () => {
    touched = true;
  });
}

// A stranger, or one whose session has ended, is sent to the door.
async function answerOf(response) {
  const type = response.headers.get("content-type") ?? "";
  const answer = type.startsWith("application/json") ? await response.json() : {};
  if (response.status === 401 && answer.error === "login") location.replace("/login.html");
  return answer;
}

export async function get(path) {
  const headers = touched ? { "X-Loa": "page" } : {};
  touched = false;
  const response = await fetch(path, { cache: "no-store", headers });
  const answer = await answerOf(response);
  if (!response.ok) throw new StationError(answer.message ? pick(answer.message) : `HTTP ${response.status}`);
  return answer;
}

// The answer, also of a refusal that says what is wrong ({status, ...}).
export async function post(path, body) {
  const response = await fetch(path, { method: "POST", headers: { "X-Loa": "page" }, body });
  return { status: response.status, ...(await answerOf(response)) };
}

// Does something by hand and tells what came of it in `place`.
export async function command(path, body, place) {
  try {
    const answer = await post(path, JSON.stringify(body));
    place.textContent = answer.status < 300 ? "" : refusal(answer);
    return answer;
  } catch {
    place.textContent = say("offline");
    return { status: 0 };
  }
}

export const refusal = (answer) => (answer.message ? pick(answer.message) : `HTTP ${answer.status}`);

export const byId = (id) => document.getElementById(id);

// An element with text (never HTML) and children.
export function element(tag, className = "", text = "", ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  node.append(...children);
  return node;
}

// Writes only where the text differs, so that screen readers are not told the same again.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// 75 → "1:15".
export function lengthText(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, "0");
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

// The station's own wall time, as written: "2026-11-24T05:00:00+07:00" → "05:00".
export const hourText = (rfc3339) => rfc3339.slice(11, 16);

export const dayText = (rfc3339) => rfc3339.slice(0, 10).split("-").reverse().join("/");
