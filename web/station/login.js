// The door of the page: logging in, and making the first person by the code that the machine shows.
import { onLanguage } from "./language.js";
import { byId, command, get, setText } from "./station.js";
import { applyWords } from "./words.js";

// The link that the machine prints has the code behind "#", which browsers send to nobody.
function codeInLink() {
  const code = new URLSearchParams(location.hash.slice(1)).get("ma") ?? "";
  if (location.hash) history.replaceState(null, "", location.pathname);
  return code;
}

async function send(event, path) {
  event.preventDefault();
  const form = event.target;
  const place = byId(`${form.id}-answer`);
  const button = form.querySelector("button");
  button.disabled = true;
  const answer = await command(path, Object.fromEntries(new FormData(form)), place);
  button.disabled = false;
  if (answer.status === 200) location.replace("/");
}

async function start() {
  const session = await get("/v1/session");
  if (session.person || !session.asks) return location.replace("/");
  setText(byId("name"), session.name);
  document.title = session.name;
  byId("first-card").hidden = !session.first;
  byId("login-card").hidden = session.first;
  if (session.first) byId("first").elements.code.value = codeInLink();
}

onLanguage(applyWords);
applyWords();
byId("login").addEventListener("submit", (event) => send(event, "/v1/login"));
byId("first").addEventListener("submit", (event) => send(event, "/v1/first"));
start();
