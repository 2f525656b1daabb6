import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage, type Reader, type WatchedPage } from "./browser.ts";
import { PROJECT, SAMPLE, servicePath, serviceWhere } from "./places.ts";

const baseURL = inject("baseURL");
let browser: Browser;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  expect(watched.complaints).toEqual([]);
  await watched.close();
});
afterAll(() => browser.close());

async function open(path: string, reader: Reader = {}): Promise<Page> {
  watched = await openPage(browser, { baseURL, ...reader });
  await watched.page.goto(path);
  return watched.page;
}

const searchOf = (page: Page) => decodeURIComponent(new URL(page.url()).search);
const fraudScore = () => serviceWhere(baseURL, ({ name }) => name === "fraud-score");

test("Back undoes one choice after the other, and then leaves", async () => {
  const page = await open(PROJECT);
  await page.getByRole("link", { name: "fraud-score", exact: true }).click();
  await page.getByRole("button", { name: "7 days", exact: true }).click();
  await expect.poll(() => searchOf(page)).toBe("?range=7d");
  await page.getByLabel("Outcome").selectOption("success");
  await expect.poll(() => searchOf(page)).toBe("?range=7d&outcome=success");
  await page.goBack();
  await expect.poll(() => searchOf(page)).toBe("?range=7d");
  expect(await page.getByLabel("Outcome").inputValue()).toBe("");
  await page.goBack();
  await expect.poll(() => searchOf(page)).toBe("");
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "demo" }).waitFor();
});

test("a text that is typed is one step back, not one for each letter", async () => {
  const page = await open(PROJECT);
  await page.getByRole("combobox", { name: "Status" }).selectOption("running");
  await expect.poll(() => searchOf(page)).toBe("?status=running");
  await page.getByLabel("Find a service").pressSequentially("fraud");
  await expect.poll(() => searchOf(page)).toBe("?find=fraud&status=running");
  await page.goBack();
  await expect.poll(() => searchOf(page)).toBe("?status=running");
});

test("choosing days begins with those that are shown, and both count", async () => {
  const page = await open(`${servicePath(await fraudScore())}?range=7d`);
  await page.getByRole("button", { name: "Days", exact: true }).click();
  const today = new Date().toISOString().slice(0, 10);
  await expect.poll(() => page.getByLabel("Last day (UTC)").first().inputValue()).toBe(today);
  const first = await page.getByLabel("First day (UTC)").first().inputValue();
  expect(Date.parse(today) - Date.parse(first)).toBe(6 * 86_400_000);
  const asked = page.waitForRequest(
    (request) => request.url().includes("/deploy-durations") && request.url().includes("&to="),
  );
  await page.getByLabel("Last day (UTC)").first().fill(first);
  const to = Number(new URL((await asked).url()).searchParams.get("to"));
  expect(to).toBe(Date.parse(first) + 86_400_000);
  await page.goBack();
  await expect.poll(() => searchOf(page)).toBe("?range=7d");
  expect(await page.getByLabel("Last day (UTC)").count()).toBe(0);
});

test("days that the window has a part of are not offered for comparison, and refused in an address", async () => {
  const path = servicePath(await fraudScore());
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const page = await open(`${path}?range=7d&compare=${day(20)}/${day(3)}`);
  const compare = page.getByRole("region", { name: "Compare" });
  await compare.getByText("These windows overlap").waitFor();
  expect(await compare.getByText("Last day (UTC)").locator("..").locator("input").getAttribute("max")).toBe(
    day(8),
  );
  await compare.getByLabel("Last day (UTC)").fill(day(8));
  await compare.getByRole("row", { name: /^total/ }).waitFor();
  await expect.poll(() => searchOf(page)).toBe(`?range=7d&compare=${day(20)}/${day(7)}`);
});

test("the latest deployment has an address of its own, which keeps what it was asked for", async () => {
  const page = await open(`${SAMPLE}?log=problems`);
  await expect
    .poll(() => page.url())
    .toBe(`${baseURL}${SAMPLE.replace("latest", "0jxui23zo-0pdgo3cy5wh")}?log=problems`);
  await page.getByText("No event of this deployment is a problem").waitFor();
});

test("times name their zone", async () => {
  const page = await open(SAMPLE, { timezoneId: "Asia/Kathmandu" });
  await page.getByText("times in UTC+05:45").waitFor();
});

test("a project that there is not says so", async () => {
  const page = await open("/projects/nosuch", { expected: /404/ });
  await page.getByRole("heading", { name: "Project nosuch not found" }).waitFor();
  await page.getByRole("link", { name: "Go to the projects" }).click();
  await page.getByRole("heading", { level: 1, name: "demo" }).waitFor();
});

test("a page that could not be loaded without a network is there once the network is", async () => {
  const page = await open(PROJECT, { expected: /ERR_INTERNET_DISCONNECTED|Failed to fetch|preload/ });
  const link = page.getByRole("link", { name: "fraud-score", exact: true });
  await link.waitFor();
  await page.context().setOffline(true);
  await link.click();
  await page.getByText("This page could not be loaded").waitFor();
  // Its first attempt has failed by now.
  await page.waitForTimeout(500);
  await page.context().setOffline(false);
  await page.getByRole("heading", { level: 1, name: "fraud-score" }).waitFor();
});
