import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { PROJECT, servicePath, services } from "./places.ts";

const baseURL = inject("baseURL");
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The live service's most recent deployment, if it has just started. */
async function freshAttempt() {
  for (let round = 0; round < 250; round++) {
    const live = (await services(baseURL)).find(({ name }) => name === "recommend-live");
    const attempt = live?.latestDeployment;
    if (live && attempt?.outcome === null && (attempt.elapsedMs ?? Number.POSITIVE_INFINITY) < 8_000) {
      return { live, attempt };
    }
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  throw new Error("nothing began to deploy");
}

// Both pages watch the same deployment, so that the test need not wait for another.
test("an open deployment advances to its end by itself, on its own page and on the project's", async () => {
  const project = await openPage(browser, { baseURL });
  await project.page.goto(PROJECT);
  await deployingNow(project).waitFor();
  const { live, attempt } = await freshAttempt();
  // Reload now instead of waiting for the next poll.
  await project.page.reload();
  await Promise.all([
    watchProject(project),
    watchDeployment(`${servicePath(live)}/deployments/${attempt.id}`),
  ]);
}, 240_000);

async function watchDeployment(path: string): Promise<void> {
  const { page, complaints, close } = await openPage(browser, { baseURL });
  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  await page.goto(path);
  const doing = page.getByRole("region", { name: "What it is doing" });
  await doing.waitFor();
  expect(await doing.innerText()).toContain("Time remaining");
  expect(await page.locator(".freshness").innerText()).toMatch(/live\s+Updated (just now|.* ago)/);
  expect(await page.title()).toContain("recommend-live");

  // Records every announcement to screen readers.
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const status = document.querySelector(".page > .hidden-visually[role=status]");
    const note = () => said.push(status?.textContent ?? "");
    note();
    if (status !== null)
      new MutationObserver(note).observe(status, { childList: true, characterData: true, subtree: true });
  });
  const bars = () => page.locator(".waterfall .lane li").count();
  const barsBefore = await bars();
  await doing.waitFor({ state: "detached", timeout: 90_000 });
  expect(await page.locator(".page-title .badge").innerText()).toMatch(/succeeded|failed|timed out/);
  expect(await page.locator(".facts").innerText()).toMatch(/^Total/);
  // On a busy machine the page may open as late as in the last phase.
  expect(await bars()).toBeGreaterThanOrEqual(barsBefore);
  expect(await page.locator(".bar-open").count()).toBe(0);
  const said = await page.evaluate(() => Reflect.get(window, "said") as string[]);
  expect(said.some((text) => text.startsWith("Now: "))).toBe(true);
  expect(said.at(-1)).toMatch(/^The deployment has ended: /);
  expect(loads).toBe(1);
  expect(complaints).toEqual([]);
  await close();
}

function deployingNow({ page }: WatchedPage) {
  return page.getByRole("region", { name: "Deploying now" });
}

/** Checks that the project page lists the open deployment, and drops it when it ends. */
async function watchProject(project: WatchedPage): Promise<void> {
  const { complaints, close } = project;
  const item = deployingNow(project).getByRole("listitem").filter({ hasText: "recommend-live" });
  await item.waitFor();
  expect(await item.innerText()).toMatch(
    /so far · (about .* left|should end any moment|longer than|too few)/,
  );
  const soFar = () => item.locator(".open-words").innerText();
  const before = await soFar();
  await expect.poll(soFar, { timeout: 10_000 }).not.toBe(before);
  await item.waitFor({ state: "detached", timeout: 90_000 });
  expect(complaints).toEqual([]);
  await close();
}
