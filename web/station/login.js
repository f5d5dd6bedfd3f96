// The door of the page: logging in, and making the first person by the code that the machine shows.
import { onLanguage } from "./language.js";
import { byId, command, get, setText } from "./station.js";
import { applyWords } from "./words.js";

// The link that the machine prints has the code behind "#", which browsers send to nobody.
function takeLink() {
  const link = new URLSearchParams(location.hash.slice(1));
  if (location.hash) history.replaceState(null, "", location.pathname);
  return { code: link.get("ma") ?? "", restarted: link.has("cai-xong") };
}

async function send(event, path) {
  event.preventDefault();
  const form = event.target;
  const place = byId(`${form.id}-answer`);
  const button = form.querySelector("button");
  button.disabled = true;
  const answer = await command(path, Object.fromEntries(new FormData(form)), place);
  button.disabled = false;
  if (answer.status === 200) await comeIn();
}

// Whoever may set up a station that nobody has set up yet is led there.
async function comeIn() {
  const { named, may } = await get("/v1/session");
  location.replace(!named && may.includes("setup") ? "/setup.html" : "/");
}

async function start() {
  const session = await get("/v1/session");
  if (session.person || !session.asks) return location.replace("/");
  setText(byId("name"), session.name);
  document.title = session.name;
  byId("first-card").hidden = !session.first;
  byId("login-card").hidden = session.first;
  const link = takeLink();
  byId("set-up").hidden = !link.restarted;
  if (session.first) byId("first").elements.code.value = link.code;
}

onLanguage(applyWords);
applyWords();
byId("login").addEventListener("submit", (event) => send(event, "/v1/login"));
byId("first").addEventListener("submit", (event) => send(event, "/v1/first"));
byId("code").addEventListener("submit", (event) => send(event, "/v1/code"));
start();
