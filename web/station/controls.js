// What the operator does by hand: stop, pause, volume, announce, speak live.
import { confirmed } from "./dialog.js";
import { byId, command, lengthText, setText } from "./station.js";
import { say } from "./words.js";

async function announce(event, moved) {
  event.preventDefault();
  const text = byId("announce-text").value.trim();
  const level = Number(byId("announce-level").value);
  const place = byId("announce-answer");
  if (!text || (level === 1 && !(await confirmed(text)))) return;
  place.textContent = say("working");
  const answer = await command("/v1/play", { text, level, over: over(level) }, place);
  if (answer.status !== 202) return;
  place.textContent = say("announceSent", { t: lengthText(answer.length) });
  byId("announce-text").value = "";
  byId("announce-level").value = "3";
  moved();
}

// An emergency always cuts.
const over = (level) => level !== 1 && byId("announce-over").checked;

// At the level that is chosen for announcements.
async function speakLive(moved) {
  const level = Number(byId("announce-level").value);
  const place = byId("live-answer");
  if (level === 1 && !(await confirmed(say("liveStart")))) return;
  place.textContent = say("working");
  const answer = await command("/v1/live", { level, over: over(level) }, place);
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
