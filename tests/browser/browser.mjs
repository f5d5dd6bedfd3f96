// Debian's Chromium, and a page that tells everything that goes wrong in it.
import { chromium } from "playwright-core";

export async function openBrowser(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage", ...more],
  });
}

// `complaints` collects console errors (violations of the content policy are among them), exceptions
// and requests that failed or went elsewhere.
// `from`: a page whose cookies this one has too.
export async function openPage(browser, url, { width, height, scheme = "light", from = null }) {
  const context = await browser.newContext({
    permissions: ["microphone"],
    viewport: { width, height },
    colorScheme: scheme,
    locale: "vi-VN",
    storageState: await from?.context().storageState(),
  });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(url).origin)) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}
