// The page's two languages: which one is chosen (kept by the browser), and how a sentence is found.
import { commonWords } from "./common_words.js";

const kept = "loa-language";
let language = localStorage.getItem(kept) === "en" ? 1 : 0;

export const isEnglish = () => language === 1;

// One of a {vi, en} pair.
export const pick = (text) => (isEnglish() ? text.en : text.vi);

// The page's own sentences and the common ones; its own go first.
export function wordsOf(own) {
  const words = { ...commonWords, ...own };

  // The sentence `key` with {name} filled from `values`; the key's own end where there is none, so
  // that a code the page does not know is still told.
  function say(key, values = {}) {
    const text = Object.hasOwn(words, key) ? words[key][language] : key.replace(/^[a-z]+_/, "");
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  // Writes the sentences that stand in the page itself.
  function applyWords() {
    document.documentElement.lang = isEnglish() ? "en" : "vi";
    for (const element of document.querySelectorAll("[data-t]")) {
      element.textContent = say(element.dataset.t);
    }
    for (const element of document.querySelectorAll("[data-label]")) {
      element.setAttribute("aria-label", say(element.dataset.label));
    }
    document.getElementById("language").lang = isEnglish() ? "vi" : "en";
  }

  return { say, applyWords };
}

// Calls `show` whenever the person has changed the language.
export function onLanguage(show) {
  document.getElementById("language").addEventListener("click", () => {
    language = 1 - language;
    localStorage.setItem(kept, isEnglish() ? "en" : "vi");
    show();
  });
}
