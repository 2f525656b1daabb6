import { DEMO_PROJECT_ID } from "@deploy-lens/simulator/service/sample";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { PROJECT, SAMPLE } from "./places.ts";
import { historyRead, type RunningStack, startStack } from "./stack.ts";

let browser: Browser;
let stack: RunningStack;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
  // A separate stack, because this test breaks the platform.
  stack = await startStack({ scenario: { services: 3, live: false } });
  await historyRead(stack.url, 3);
});
afterEach(async () => {
  stack.simulator.faults.clear();
  await watched.close();
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

async function open(path: string) {
  // Browsers log every error response.
  watched = await openPage(browser, {
    baseURL: stack.url,
    expected: /status of 5\d\d|ERR_INTERNET|Failed to load/,
  });
  await watched.page.goto(path);
  return watched.page;
}

/** Simulates returning to the window after the data has become stale. */
async function lookAgain(page: Page): Promise<void> {
  await page.waitForTimeout(2_500);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
}

test("when the platform is down, a page goes on showing what was known, says so, and recovers by itself", async () => {
  const page = await open(PROJECT);
  await page.locator(".row-link").first().waitFor();
  const services = await page.locator(".row-link").count();
  stack.simulator.faults.add({ fault: { kind: "server_error", status: 503 } });
  const notice = page.getByText("Updates resume automatically");
  await lookAgain(page);
  await notice.waitFor({ timeout: 59_000 });
  expect(await page.locator(".notice").innerText()).toMatch(
    /^(ModelArts does not answer|The platform .*)\. Showing data from/,
  );
  expect(await page.locator(".row-link").count()).toBe(services);
  stack.simulator.faults.clear();
  await notice.waitFor({ state: "detached", timeout: 59_000 });
  expect(watched.complaints).toEqual([]);
}, 130_000);

test("events that could not be read are missed openly, and read when they can be", async () => {
  const name = "late-comer";
  const id = "1a7ec0de-0000-4000-8000-000000000002";
  stack.simulator.faults.add({
    routes: ["events"],
    serviceId: id,
    fault: { kind: "server_error", status: 503 },
  });
  const nowMs = Date.now();
  stack.simulator.addService({
    id,
    name,
    projectId: DEMO_PROJECT_ID,
    events: [{ occurredAtMs: nowMs - 60_000, severity: "normal", message: "start to deploy service" }],
    transitions: [{ atMs: nowMs - 59_000, status: "deploying" }],
  });
  const page = await open(PROJECT);
  const notice = page.getByText("Some events have not been read yet");
  await notice.waitFor({ timeout: 90_000 });
  expect(await page.locator(".notice").innerText()).toMatch(/Events of 1 service could not be read since/);
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByText("Events of this service could not be read since").waitFor();
  stack.simulator.faults.clear();
  await notice.waitFor({ state: "detached", timeout: 120_000 });
}, 240_000);

test("a reader who arrives while the platform is unreachable sees that and can retry", async () => {
  stack.simulator.faults.add({ fault: { kind: "reset", when: "before_headers" } });
  const page = await open(`${PROJECT}/services/11111111-2222-4333-8444-555555555555`);
  const trouble = page.getByRole("alert");
  await trouble.waitFor({ timeout: 59_000 });
  expect(await trouble.innerText()).toMatch(/The platform .*This page tries again by itself/s);
  expect(await trouble.getByRole("button", { name: "Try again" }).isVisible()).toBe(true);
  expect(watched.complaints).toEqual([]);
}, 90_000);

test("without a network the page says so, and goes on when it is back", async () => {
  const page = await open(SAMPLE);
  await page.locator(".event").first().waitFor();
  await page.context().setOffline(true);
  await lookAgain(page);
  const notice = page.getByText("The server cannot be reached");
  await notice.waitFor({ timeout: 59_000 });
  expect(await page.locator(".event").count()).toBe(9);
  await page.context().setOffline(false);
  await notice.waitFor({ state: "detached", timeout: 59_000 });
}, 130_000);
