// Who has come in: their name, their password, and what of the page is for them.
import { pick } from "./language.js";
import { byId, command, get, setText } from "./station.js";

let session = null;

// What the station would refuse is not offered.
function hideWhatIsForOthers() {
  for (const part of document.querySelectorAll("[data-needs]")) {
    part.classList.toggle("forbidden", !session.may.includes(part.dataset.needs));
  }
}

export function showPerson() {
  if (!session?.person) return;
  byId("who").hidden = false;
  setText(byId("who-name"), session.person.name);
  setText(byId("who-role"), pick(session.person.roleName));
}

async function changePassword(event) {
  event.preventDefault();
  const body = Object.fromEntries(new FormData(event.target));
  const answer = await command("/v1/password", body, byId("password-answer"));
  if (answer.status === 200) location.replace("/login.html");
}

async function leave() {
  await command("/v1/logout", {}, byId("password-answer"));
  location.replace("/login.html");
}

// Before anything else is asked: a stranger is sent to the door.
export async function startPerson() {
  byId("password").addEventListener("submit", changePassword);
  byId("logout").addEventListener("click", leave);
  session = await get("/v1/session");
  if (session.asks && !session.person) return location.replace("/login.html");
  hideWhatIsForOthers();
  showPerson();
}
