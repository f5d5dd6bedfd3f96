// What is asked of any page: it fits, it can be read, it can be hit with a thumb.
import assert from "node:assert/strict";

export async function assertFits(page) {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= window, `the page is ${content} px wide in a window of ${window}`);
}

export async function assertTappable(page) {
  const small = await page.evaluate(() => {
    const shown = [...document.querySelectorAll("button, select, textarea, .file")].filter((e) => e.offsetParent);
    return shown.filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.id || e.className);
  });
  assert.deepEqual(small, [], "lower than 44 px");
}

// WCAG 2 contrast of every text with what is painted behind it: 4.5 at least. Text on a gradient is
// measured against the card that the gradient fades into.
export async function assertReadable(page) {
  const dim = await page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (colour) => {
      const [r, g, b] = rgba(colour).slice(0, 3).map((v) =>
        v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      for (let e = element; e; e = e.parentElement) {
        const colour = getComputedStyle(e).backgroundColor;
        if (rgba(colour)[3] > 250) return colour;
      }
      return "white";
    };
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
      const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
      if (!own || !element.offsetParent || element.disabled) continue;
      const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < 4.5) found.push(`${element.textContent.trim().slice(0, 40)}: ${contrast.toFixed(2)}`);
    }
    return found;
  });
  assert.deepEqual(dim, []);
}

// How many pixels of the picture are clearly lit in red.
export const litPixels = (page, id) => page.evaluate((name) => {
  const picture = document.getElementById(name);
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth;
  canvas.height = picture.naturalHeight;
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let lit = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] > 150 && data[i + 2] < 100) lit += 1;
  return lit;
}, id);
