// What the operator does by hand: stop, pause, volume, announce, speak live.
import { confirmed } from "./dialog.js";
import { byId, command, element, lengthText, setText } from "./station.js";
import { say } from "./words.js";

async function announce(event, moved) {
  event.preventDefault();
  const text = byId("announce-text").value.trim();
  const { level } = wish();
  const place = byId("announce-answer");
  if (!text || (level === 1 && !(await confirmed(text)))) return;
  place.textContent = say("working");
  const answer = await command("/v1/play", { text, ...wish() }, place);
  if (answer.status !== 202) return;
  place.textContent = say("announceSent", { t: lengthText(answer.length) });
  byId("announce-text").value = "";
  byId("announce-level").value = "3";
  moved();
}

// How what is put on the air by hand, typed or spoken, is to be heard: as chosen for announcements.
export function wish() {
  const level = Number(byId("announce-level").value);
  const boxes = [...byId("announce-clusters").querySelectorAll("input")];
  const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
  return {
    level,
    over: level !== 1 && byId("announce-over").checked, // an emergency always cuts
    clusters: chosen.length === boxes.length ? [] : chosen,
  };
}

// Without channels of their own there is nothing to choose.
export function showClusters({ clusters }) {
  const place = byId("announce-clusters");
  const shown = [...place.querySelectorAll("input")].map((box) => box.value);
  place.hidden = clusters.length === 0;
  if (JSON.stringify(shown) === JSON.stringify(clusters)) return;
  for (const label of place.querySelectorAll("label")) label.remove();
  for (const name of clusters) {
    const box = element("input");
    Object.assign(box, { type: "checkbox", value: name, checked: true });
    place.append(element("label", "choice", "", box, element("span", "", name)));
  }
  // None at all is nowhere: the last one stays.
  place.onchange = (event) => {
    if (!place.querySelector("input:checked")) event.target.checked = true;
  };
}

async function speakLive(moved) {
  const { level } = wish();
  const place = byId("live-answer");
  if (level === 1 && !(await confirmed(say("liveStart")))) return;
  place.textContent = say("working");
  const answer = await command("/v1/live", wish(), place);
  if (answer.status !== 202) return;
  place.textContent = say("liveStarted", { t: lengthText(answer.length) });
  byId("announce-level").value = "3";
  moved();
}

export function showLive(live) {
  byId("live").hidden = !live;
}

// Follows the station, except while a finger is on it.
export function showVolume({ volume, volumeCeiling }) {
  const slider = byId("volume");
  slider.max = volumeCeiling;
  if (document.activeElement !== slider) slider.value = volume;
  setText(byId("volume-value"), `${slider.value} %`);
}

export function startControls(moved) {
  const place = byId("control-answer");
  const act = (path, body) => command(path, body, place).then(moved);
  byId("stop").addEventListener("click", () => act("/v1/stop", {}));
  byId("pause").addEventListener("click", (event) =>
    act(event.target.dataset.paused === "true" ? "/v1/resume" : "/v1/pause", {}));
  const slider = byId("volume");
  slider.addEventListener("input", () => setText(byId("volume-value"), `${slider.value} %`));
  slider.addEventListener("change", () => {
    slider.blur();
    act("/v1/volume", { percent: Number(slider.value) });
  });
  byId("live-start").addEventListener("click", () => speakLive(moved));
  byId("announce").addEventListener("submit", (event) => announce(event, moved));
}
