// The first start of a station, and any later one: for administrators.
import { confirmed } from "./dialog.js";
import { onLanguage, pick } from "./language.js";
import { problemList } from "./problems.js";
import { amplifierAnswer, changes, describe, fill, outputAnswer } from "./setup_form.js";
import { byId, command, element, get, hourText, post, refusal, setText } from "./station.js";
import { applyWords, say } from "./words.js";

const pollEvery = 1000;
const typingPause = 250;

let present = null; // GET /v1/setup
let commune = null; // {code, name, province}

function showCommune() {
  setText(byId("commune"), commune ? say("setupCommuneIs", commune) : "");
  byId("commune-drop").hidden = !commune;
}

// A name that somebody has typed stays.
function chooseCommune(chosen) {
  const name = byId("setup").elements.name;
  const suggested = commune ? stationOf(commune) : "";
  commune = chosen;
  if (chosen && (!name.value || name.value === suggested)) name.value = stationOf(chosen);
  byId("communes").replaceChildren();
  byId("commune-words").value = "";
  showCommune();
}

const stationOf = ({ name }) => say("setupStationOf", { name: name[0].toLowerCase() + name.slice(1) });

function communeRow(each) {
  const button = element("button", "", `${each.name}, ${each.province}`, element("small", "", ` ${each.code}`));
  button.type = "button";
  button.addEventListener("click", () => chooseCommune(each));
  return element("li", "", "", button);
}

async function findCommunes() {
  const words = byId("commune-words").value.trim();
  const found = words ? (await get(`/v1/communes?q=${encodeURIComponent(words)}`)).communes : [];
  if (words !== byId("commune-words").value.trim()) return;  // typed on meanwhile
  const none = words && !found.length ? [element("li", "quiet", say("setupCommuneNone"))] : [];
  byId("communes").replaceChildren(...found.map(communeRow), ...none);
}

let typing = 0;
function soonFindCommunes() {
  clearTimeout(typing);
  typing = setTimeout(findCommunes, typingPause);
}

async function playTone(output) {
  const place = byId("tone-answer");
  place.textContent = say("setupToneSounds");
  const amplifier = amplifierAnswer(present) ?? present.answers.amplifier ?? {};
  const answer = await command("/v1/setup/tone", { output, amplifier }, place);
  if (answer.status !== 200) return;
  const said = answer.how === "station" ? say("setupToneStation") : say("setupToneCard", { card: output.slice(5) });
  place.textContent = [said, ...answer.faults.map(pick)].join(" ");
}

function cardRow(value, text, tone) {
  const choice = element("input");
  Object.assign(choice, { type: "radio", name: "card", value });
  const row = element("div", "card-row", "", element("label", "choice", "", choice, element("span", "", text)));
  if (!tone) return row;
  const button = element("button", "", say("setupTone"));
  button.type = "button";
  button.addEventListener("click", () => playTone(value));
  row.append(button);
  return row;
}

function showCards(chosen) {
  const { machine: { cards }, output } = present;
  const rows = cards.map(({ id, name }) => cardRow(`alsa:${id}`, `${id} (${name})`, true));
  if (output.startsWith("wav:")) rows.push(cardRow(output, say("setupVirtual", { output: output.slice(4) }), false));
  byId("cards").replaceChildren(...rows);
  byId("no-cards").hidden = cards.length > 0;
  const form = byId("setup").elements;
  const radios = [...document.querySelectorAll('[name="card"]')];
  const known = radios.some((radio) => radio.value === chosen);
  for (const radio of radios) radio.checked = radio.value === (known ? chosen : "");
  if (!known && chosen) form.other.value = chosen.replace(/^alsa:/, "");
}

// What belongs to a choice is shown with it.
function showMore() {
  for (const more of document.querySelectorAll("[data-for]")) {
    const [name, value] = more.dataset.for.split("=");
    more.hidden = byId("setup").elements[name].value !== value;
  }
}

function renewalText({ waits, onAir, next }) {
  if (!waits) return say("setupRestarting");
  if (onAir) return say("setupWaitsAir", { title: onAir.title });
  return next ? say("setupWaitsNext", { title: next.title, time: hourText(next.start) }) : say("setupRestarting");
}

function showRenewal(renewal) {
  setText(byId("renewal"), renewalText(renewal));
  byId("restart-now").hidden = !renewal.waits;
}

// A session ends with the restart: a stranger is who comes after it.
async function awaitRestart() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pollEvery));
    try {
      const response = await fetch("/v1/setup", { cache: "no-store" });
      if (response.status === 401) return location.replace("/login.html#cai-xong");
      const { renewal } = await response.json();
      if (!renewal) return location.replace("/");
      showRenewal(renewal);
    } catch {
      setText(byId("renewal"), say("setupRestarting"));
    }
  }
}

function pageRow(address) {
  const link = element("a", "", address);
  link.href = address;
  return element("li", "", "", link);
}

function showWritten({ renewal, pages, fingerprint }) {
  byId("setup").hidden = true;
  byId("written").hidden = false;
  byId("pages").replaceChildren(...pages.map(pageRow));
  byId("print").hidden = !fingerprint;
  setText(byId("fingerprint"), (fingerprint.match(/../g) ?? []).join(":").toUpperCase());
  showRenewal(renewal);
  byId("written").scrollIntoView();
  awaitRestart();
}

function showRefused(answer) {
  // The place in what this page has sent means nothing to its reader.
  const problems = (answer.problems ?? []).map((problem) => ({ ...problem, line: 0 }));
  const headline = problems.length ? say("setupBad", { n: problems.length }) : refusal(answer);
  byId("setup-answer").replaceChildren(element("p", "verdict bad", headline), problemList(problems));
}

async function write(event) {
  event.preventDefault();
  const place = byId("setup-answer");
  place.replaceChildren();
  try {
    const answer = await post("/v1/setup", JSON.stringify(changes(present, commune?.code)));
    if (answer.status !== 200) return showRefused(answer);
    if (answer.changed) return showWritten(answer);
    place.replaceChildren(element("p", "verdict ask", say("setupSame")));
  } catch {
    place.replaceChildren(element("p", "verdict bad", say("offline")));
  }
}

async function restartNow() {
  if (await confirmed(say("setupNowAsk"))) await command("/v1/restart", { now: true }, byId("renewal"));
}

function showWords() {
  applyWords();
  if (!present) return;
  byId("fault").hidden = !present.fault;
  if (present.fault) setText(byId("fault"), pick(present.fault));
  byId("first").hidden = present.named;
  describe(present);
  showCards(outputAnswer());
  showCommune();
}

async function start() {
  const session = await get("/v1/session");
  if (session.asks && !session.person) return location.replace("/login.html");
  if (!session.may.includes("setup")) return location.replace("/");
  setText(byId("name"), session.name);
  present = await get("/v1/setup");
  commune = present.commune;
  fill(present);
  showCards(present.answers.output ?? present.output);
  showWords();
  showMore();
  byId("setup").hidden = false;
  document.title = `${say("setup")} – ${session.name}`;
  if (present.renewal) showWritten(present);
}

onLanguage(showWords);
applyWords();
byId("setup").addEventListener("submit", write);
byId("setup").addEventListener("change", showMore);
byId("commune-words").addEventListener("input", soonFindCommunes);
byId("commune-drop").addEventListener("click", () => chooseCommune(null));
byId("restart-now").addEventListener("click", restartNow);
document.querySelector("[data-tone]").addEventListener("click", () => {
  document.querySelector('[name="card"][value=""]').checked = true;
  playTone(outputAnswer());
});
start();
