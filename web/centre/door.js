// Who has logged in at the centre's page, and the way in and out.
import { pick } from "./language.js";
import { say } from "./words.js";

const byId = (id) => document.getElementById(id);
// Where the centre has no people, everybody may do what the page offers.
let session = { people: false, person: null, may: [] };

export const may = (right) => !session.people || session.may.includes(right);
export const person = () => session.person;
export const needsLogin = () => session.people && !session.person;

// `body`: a file as it is, or what is sent as JSON. No page from elsewhere can send the header without
// being asked.
export function command(path, body) {
  return fetch(path, {
    method: "POST", headers: { "content-type": "application/json", "x-loa": "1" },
    body: body instanceof Blob ? body : JSON.stringify(body),
  });
}

export function showDoor() {
  byId("person").textContent = session.person ? `${session.person.name} · ${pick(session.person.roleName)}` : "";
  byId("logout").hidden = !session.person;
  byId("door").hidden = !needsLogin();
}

export async function askWho() {
  const answer = await fetch("/v1/session", { headers: { accept: "application/json" } });
  if (answer.ok) session = await answer.json();
  showDoor();
}

async function send(event, path, then) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  const place = byId(`${form.id}-answer`);
  button.disabled = true;
  try {
    const answer = await command(path, Object.fromEntries(new FormData(form)));
    const said = await answer.json();
    place.textContent = answer.ok ? "" : pick(said.message);
    if (!answer.ok) return;
    form.reset();
    await then();
  } catch {
    place.textContent = say("offline");
  } finally {
    button.disabled = false;
  }
}

// `then`: what is to be asked again once somebody has come in or gone.
export function openDoor(then) {
  byId("login").addEventListener("submit", (event) => send(event, "/v1/login", then));
  byId("code").addEventListener("submit", (event) => send(event, "/v1/code", then));
  byId("logout").addEventListener("click", async () => {
    await command("/v1/logout", {});
    await then();
  });
}
