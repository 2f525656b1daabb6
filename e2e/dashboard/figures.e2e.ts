import type { Service } from "@deploy-lens/api/services/services";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { MANY_MODELS_SERVICE_ID, UNDER_WAY_SERVICE_NAME } from "./global-setup.ts";
import { PROJECT, servicePath, services, serviceWhere } from "./places.ts";

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

async function open(path: string): Promise<Page> {
  watched = await openPage(browser, { baseURL });
  await watched.page.goto(path);
  return watched.page;
}

async function durations(path: string): Promise<DeployDurations> {
  // On a busy machine the API refuses requests rather than queue them.
  for (let round = 0; round < 30; round++) {
    const answer = await fetch(`${baseURL}/api/v1${path}`);
    if (answer.ok) return (await answer.json()) as DeployDurations;
    if (answer.status !== 503 && answer.status !== 429)
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error(`${path}: refused for half a minute`);
}

test("what succeeded and what failed of a project add up to 100 %, the others beside it", async () => {
  const page = await open(PROJECT);
  const figures = page.locator(".figures");
  await figures.waitFor();
  const { outcomes } = await durations("/projects/demo/deploy-durations");
  const { success = 0, failure = 0, timed_out = 0, cancelled = 0, superseded = 0 } = outcomes;
  const failed = failure + timed_out;
  const text = (await figures.innerText()).replaceAll(",", "");
  expect(text).toContain(`${((100 * success) / (success + failed)).toFixed(1)}%`);
  expect(text).toContain(`${success} succeeded ${failed} failed or timed out`);
  expect(text).toContain(`${cancelled} canceled ${superseded} superseded`);
  const why = await page.getByRole("region", { name: "Why deployments failed" }).innerText();
  expect(why.replaceAll(",", "")).toContain(`${failed} of ${success + failed} that succeeded or failed`);
});

test("phases and gaps share the critical path: they add up to 100 %, in the API's order", async () => {
  const page = await open(PROJECT);
  const rows = page.getByRole("region", { name: "Where the time goes" }).locator("tbody tr");
  await rows.first().waitFor();
  const shown = (await rows.locator(".share-text").allInnerTexts()).map((text) =>
    text.startsWith("<") ? 0 : Number.parseInt(text, 10),
  );
  expect(shown.reduce((sum, percent) => sum + percent, 0)).toBe(100);
  const { groups } = await durations("/projects/demo/deploy-durations");
  const shares = groups.filter(({ key }) => key.phase !== "total").map(({ share }) => share ?? Number.NaN);
  for (const [i, share] of shares.toSorted((a, b) => b - a).entries()) {
    expect(Math.abs((shown[i] ?? 0) - share * 100)).toBeLessThanOrEqual(1);
  }
});

test("figures out of histograms say how far off they may be, and show no more digits", async () => {
  const page = await open(PROJECT);
  const p50 = page.locator(".figure").filter({ hasText: "P50 total" });
  await p50.getByText("within 1.1%").waitFor();
  expect(await p50.locator("dd").first().innerText()).toMatch(/^\d+ min( \d+ s)?$/);
  expect(await p50.locator("[title]").first().getAttribute("title")).toMatch(/^[\d,]+ ms, within 1\.1%$/);
});

test("a deployment under way is shown on the scale of what is expected, never as done", async () => {
  const page = await open(PROJECT);
  const item = page.getByRole("region", { name: "Deploying now" }).getByRole("listitem");
  const slow = item.filter({ hasText: UNDER_WAY_SERVICE_NAME });
  await slow.locator(".progress > *").nth(1).waitFor();
  const widths = () =>
    slow
      .locator(".progress > *")
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().width));
  const [passed = 0, likely = 0, uncertain = 0] = await widths();
  const whole = passed + likely + uncertain;
  expect(passed / whole).toBeLessThan(0.96);
  expect(likely + uncertain).toBeGreaterThan(0);
});

test("of few deployments nothing is called longer", async () => {
  const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
  const path = `/projects/demo/services/${service.id}/deploy-durations?groupBy=model`;
  const { groups } = await durations(path);
  const few = groups.find(({ n }) => n > 1 && n < 5);
  const model = `${few?.key.model?.name} ${few?.key.model?.version}`;
  const page = await open(`${servicePath(service)}?model=${encodeURIComponent(model)}`);
  const rows = page.getByRole("region", { name: "Deployments" }).locator("tbody tr");
  const succeeded = rows.filter({ hasText: "succeeded" });
  await succeeded.first().waitFor();
  await expect.poll(() => succeeded.first().innerText()).toContain(`too few to tell (${few?.n})`);
  expect(await page.locator(".much-longer").count()).toBe(0);
});

test("a failed deployment is not called recovered", async () => {
  const failed = (await services(baseURL)).filter(
    ({ latestDeployment }) => latestDeployment?.outcome === "failure",
  );
  const page = await open(PROJECT);
  for (const service of failed.slice(0, 4)) {
    await page.goto(`${servicePath(service)}/deployments/latest`);
    await page.locator(".page-title .badge").waitFor();
    expect(await page.locator(".page-head").innerText()).not.toContain("recovered");
  }
});

test("the waterfall and its table show the same critical path", async () => {
  const page = await open(PROJECT);
  const live = await serviceWhere(baseURL, ({ name }) => name === "recommend-live");
  await page.goto(`${servicePath(live)}/deployments/latest`);
  await page.locator(".sum-row").waitFor();
  // Read at the same moment: both grow while the deployment is open.
  const [path, sum] = await page.evaluate(() => [
    document.querySelector(".path-time")?.textContent,
    document.querySelector(".sum-row .number")?.textContent,
  ]);
  expect(sum).toBe(path);
});

test("phases of several models are held against each model's own times", async () => {
  const page = await open(PROJECT);
  const live = await serviceWhere(baseURL, ({ name }) => name === "recommend-live");
  await page.goto(`${servicePath(live)}/deployments/latest`);
  const table = page.getByRole("region", { name: "Time by phase" });
  await table.getByRole("columnheader", { name: "Usual P50" }).waitFor();
  await expect
    .poll(() => table.locator("tbody tr:first-child [data-label='Usual P50']").innerText())
    .toMatch(/\d/);
});

test("of twelve models, those that held nothing up are folded away, and can be had", async () => {
  const page = await open(`${PROJECT}/services/${MANY_MODELS_SERVICE_ID}/deployments/latest`);
  await page.locator(".waterfall .lane").first().waitFor();
  const lanes = page.locator(".waterfall .lane:visible");
  const few = await lanes.count();
  expect(few).toBeLessThanOrEqual(3);
  await page.getByText(/^\d+ more models that nothing waited for$/).click();
  await expect.poll(() => lanes.count()).toBe(12);
  const table = page.getByRole("region", { name: "Time by phase" });
  const rows = await table.locator("tbody tr").count();
  await table.getByRole("button", { name: /^Show \d+ more models$/ }).click();
  expect(await table.locator("tbody tr").count()).toBeGreaterThan(rows + 20);
});

test("a list of deployments goes on to its end", async () => {
  const all: { service: Service; n: number }[] = [];
  for (const service of await services(baseURL)) {
    const { outcomes } = await durations(
      `/projects/demo/services/${service.id}/deploy-durations?from=${Date.now() - 90 * 86_400_000}`,
    );
    all.push({ service, n: Object.values(outcomes).reduce((sum, n) => sum + (n ?? 0), 0) });
  }
  const [longest] = all
    .filter(({ service }) => service.latestDeployment?.outcome !== null && service.name !== "recommend-live")
    .toSorted((a, b) => b.n - a.n);
  if (longest === undefined) throw new Error("the simulator's history has no such service");
  expect(longest.n).toBeGreaterThan(100);
  watched = await openPage(browser, { baseURL });
  const { page } = watched;
  await page.clock.install();
  await page.goto(`${servicePath(longest.service)}?range=90d`);
  const rows = page.getByRole("region", { name: "Deployments" }).locator("tbody tr");
  await rows.first().waitFor();
  // The window moves while the reader is here, but the list must not.
  await page.clock.fastForward("06:00");
  const more = page.getByRole("button", { name: "Show older ones" });
  const end = page.getByText("No more deployments");
  const readOn = async () => {
    // Drawing the last rows takes the button away, perhaps just before it is clicked.
    if (await more.isVisible()) await more.click({ timeout: 1_000 }).catch(() => undefined);
    return end.isVisible();
  };
  await expect.poll(readOn, { timeout: 120_000 }).toBe(true);
  expect(await rows.count()).toBe(longest.n);
}, 150_000);
