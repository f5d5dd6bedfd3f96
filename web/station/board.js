// The board: its picture, and whether the board itself confirms it.
import { pick } from "./language.js";
import { byId, element, setText } from "./station.js";
import { say } from "./words.js";

const pictureScale = 4;

// The dot's state and the words beside it.
function stateOf({ kind, state, picture, problem }) {
  if (kind === "simulated") return ["idle", say("boardSimulated")];
  if (state === "connecting") return ["warn", say("boardConnecting")];
  if (state !== "working") return ["bad", pick(problem)];
  const dot = { confirmed: "good", differs: "bad" }[picture] ?? "idle";
  return [dot, say(`boardPicture_${picture}`)];
}

// A board that cannot be reached may show anything.
function textOf({ text, state }) {
  if (state === "silent" || state === "refused") return say("boardShould", { text: text || "–" });
  return text ? say("boardShows", { text }) : say("boardBlank");
}

export function showBoard(board) {
  setText(byId("board-text"), textOf(board));
  byId("board").alt = byId("board-text").textContent;
  const [state, words] = stateOf(board);
  const place = byId("board-state");
  const bright = say("boardBrightness", { n: board.brightness });
  const key = [state, words, bright, board.what].join("\n");
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  const dot = element("span", "dot");
  dot.dataset.state = state;
  place.replaceChildren(dot, [words, bright, board.what].filter(Boolean).join(" · "));
}

// One picture after the other; an old one stays until the new one is whole.
export function lookAtBoard() {
  return new Promise((resolve) => {
    const picture = new Image();
    picture.onload = () => {
      const old = byId("board");
      picture.alt = old.alt;
      picture.id = old.id;
      old.replaceWith(picture);
      resolve();
    };
    picture.onerror = resolve;
    picture.src = `/v1/sign.png?scale=${pictureScale}&at=${Math.round(performance.now())}`;
  });
}
