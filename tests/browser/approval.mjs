// A week that somebody else has to approve.
import assert from "node:assert/strict";
import { assertFits, assertReadable, assertTappable } from "./checks.mjs";
import { openPage } from "./browser.mjs";
import { until, weekDueIn } from "./programs.mjs";

const approver = { name: "Phạm Thị Mai", role: "approver", password: "duyệt rồi mới phát" };
const text = (page, id) => page.locator(`#${id}`).textContent();

async function comesIn(browser, programs) {
  const { page } = await openPage(browser, programs.station, { width: 412, height: 900 });
  await page.waitForSelector("#login-card", { state: "visible" });
  await page.fill('#login [name="name"]', approver.name);
  await page.fill('#login [name="password"]', approver.password);
  await page.click("#login button");
  await page.waitForSelector("#approval-judge", { state: "visible" });
  return page;
}

async function submits(page, programs, week) {
  await page.setInputFiles("#week-file", programs.file("tuan-sau.json", JSON.stringify(week)));
  await page.waitForSelector("#week-take", { state: "visible" });
  await page.click("#week-take");
  await until("submitted", async () => (await text(page, "week-answer")).includes("Đã nộp lịch"));
  await page.waitForSelector("#approval-card", { state: "visible" });
  assert.equal(await page.locator("#approval-judge").isVisible(), false, "an administrator does not approve");
}

export async function anotherPersonApprovesAWeek(browser, page, programs, { source, shots }) {
  await programs.ask("/v1/people", approver);
  const week = weekDueIn(3600, source, "Bản tin chờ duyệt");
  await submits(page, programs, { ...week, version: 50, title: "Tuần chờ duyệt" });
  const other = await comesIn(browser, programs);
  assert.match(await text(other, "approval-text"), /Nguyễn Thị Lan nộp lúc \d\d:\d\d/);
  await other.click("#approval-body summary");
  assert.match(await text(other, "approval-body"), /Hằng ngày \d\d:\d\d:\d\d {2}Bản tin chờ duyệt/);
  await assertFits(other);
  await assertReadable(other);
  await assertTappable(other);
  await other.screenshot({ path: `${shots}/station-approval.png`, fullPage: true });
  await other.fill("#approval-why", "Thiếu bản tin thứ Ba");
  await other.click("#approval-refuse button");
  await until("the reason", async () => (await text(page, "approval-text")).includes("Thiếu bản tin thứ Ba"));
  await submits(page, programs, { ...week, version: 51, title: "Tuần sửa lại" });
  await until("the week", async () => (await text(other, "approval-body")).includes("Tuần sửa lại"));
  await other.click("#approve");
  await until("in use", async () => (await text(page, "week-current")).includes("Tuần sửa lại"));
  await page.waitForSelector("#approval-card", { state: "hidden" });
}
