import type { FindingList } from "@deploy-lens/api/findings/findings";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { PROJECT, servicePath } from "./places.ts";

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

async function findings(): Promise<FindingList["findings"]> {
  const answer = await fetch(`${baseURL}/api/v1/projects/demo/findings?state=open`);
  return ((await answer.json()) as FindingList).findings;
}

/** The pipeline finds changes once it has read the history. */
async function slowerPreparation(): Promise<FindingList["findings"][number]> {
  await expect.poll(async () => (await findings()).length, { timeout: 120_000 }).toBeGreaterThan(0);
  const found = (await findings()).find(({ serviceName }) => serviceName === "fraud-score");
  if (found === undefined) throw new Error("no change of fraud-score was found");
  expect(found).toMatchObject({ kind: "slower", phase: "prepare_environment" });
  return found;
}

test("the project page opens with its changes in words, each one click from its evidence", async () => {
  const found = await slowerPreparation();
  watched = await openPage(browser, { baseURL });
  const { page } = watched;
  await page.goto(PROJECT);
  const sentence = page.getByRole("link", {
    name: /^fraud-score: prepare environment takes \d+% longer since/,
  });
  await sentence.click();
  await page.getByRole("heading", { name: "fraud-score: prepare environment" }).waitFor();
  expect(await page.locator(".points-chart .point").count()).toBeGreaterThan(100);
  const levels = page.getByRole("region", { name: "Levels" });
  expect(await levels.getByRole("row").count()).toBe(3);
  await levels.getByRole("link").nth(1).click();
  await expect.poll(() => new URL(page.url()).pathname).toContain(`/deployments/${found.since.deploymentId}`);
}, 240_000);

test("the service's trend marks the change of a phase between the days before and after, one click from its evidence", async () => {
  const { id, serviceId, since, ratio } = await slowerPreparation();
  watched = await openPage(browser, { baseURL });
  const { page } = watched;
  await page.goto(servicePath({ id: serviceId }));
  const trends = page.getByRole("region", { name: "Per day" });
  const trend = trends.locator("li", { has: page.getByRole("link", { name: /^Lasting change since/ }) });
  const link = trend.getByRole("link");
  await link.waitFor();
  expect(await link.innerText()).toContain(`× ${ratio?.toFixed(2)}`);
  expect(await trend.getByRole("heading").innerText()).toBe("prepare environment");
  expect(await trends.locator(".trend-change").count()).toBe(1);
  const line = await trend.locator(".trend-change line").boundingBox();
  const tops = await trends
    .getByRole("img")
    .evaluateAll((charts) => charts.slice(0, 3).map((chart) => chart.getBoundingClientRect().top));
  expect(Math.max(...tops) - Math.min(...tops), `charts of a row: ${tops}`).toBeLessThan(2);
  const chart = await trend.getByRole("img").boundingBox();
  const share = ((line?.x ?? 0) - (chart?.x ?? 0)) / (chart?.width ?? 1);
  const daysAgo = (Date.now() - Date.parse(since.at)) / 86_400_000;
  expect(share).toBeGreaterThan(1 - (daysAgo + 1) / 30);
  expect(share).toBeLessThan(1 - (daysAgo - 1) / 31);
  await link.click();
  await expect
    .poll(() => new URL(page.url()).pathname)
    .toBe(`${servicePath({ id: serviceId })}/findings/${id}`);
  await page.getByRole("heading", { name: "fraud-score: prepare environment" }).waitFor();
}, 240_000);
