import type { Delivery } from "@deploy-lens/api/statistics/delivery";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { PROJECT } from "./places.ts";

const baseURL = inject("baseURL");
const DAY_MS = 86_400_000;
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

/** Figures that the API was too busy for are retried after 15 s. */
const SLOWLY = { timeout: 60_000 };

async function open(path: string): Promise<Page> {
  watched = await openPage(browser, { baseURL });
  await watched.page.goto(path);
  return watched.page;
}

async function ask<Answer>(path: string): Promise<Answer> {
  // On a busy machine the API refuses requests rather than queue them.
  for (let round = 0; round < 30; round++) {
    const answer = await fetch(`${baseURL}/api/v1/projects/demo/${path}`);
    if (answer.ok) return (await answer.json()) as Answer;
    if (answer.status !== 503 && answer.status !== 429) throw new Error(`${path}: ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error(`${path}: refused for half a minute`);
}

/** Two whole weeks, which no deployment joins any more. */
const dayText = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
const [before, from, to] = [dayText(15), dayText(8), dayText(1)];

const figure = (page: Page, name: string) =>
  page.locator(".figure").filter({ hasText: name }).locator("dd").first();

test("figures, phases and causes are of the days chosen, beside those they are compared with", async () => {
  const page = await open(`${PROJECT}?from=${from}&to=${to}&compare=previous`);
  const now = await ask<DeployDurations>(
    `deploy-durations?from=${from}&to=${to}&compareTo=${before}/${from}`,
  );
  const count = ({ outcomes }: Pick<DeployDurations, "outcomes">) =>
    Object.values(outcomes).reduce((sum, n) => sum + (n ?? 0), 0);
  const text = `${count(now)}before: ${now.comparison === undefined ? "" : count(now.comparison)}`;
  await expect.poll(() => figure(page, "Deployments").textContent(), SLOWLY).toBe(text);
  const ratio = now.comparison?.differences.groups.find(({ key }) => key.phase === "pull_image")?.quantiles[
    "0.5"
  ];
  const pull = page
    .getByRole("region", { name: "Where the time goes" })
    .getByRole("row", { name: /^pull image/ });
  expect(await pull.innerText()).toContain(`× ${ratio?.ratio?.toFixed(2)}`);
  await page.getByRole("button", { name: "14 days" }).click();
  await expect.poll(() => new URL(page.url()).search).toBe("?compare=previous&range=14d");
  await page.goBack();
  await expect.poll(() => figure(page, "Deployments").textContent()).toBe(text);
});

test("services are ranked by what their change costs a day, and open to their phases", async () => {
  const page = await open(`${PROJECT}?from=${from}&to=${to}&compare=${before}/${from}`);
  const { comparison } = await ask<DeployDurations>(
    `deploy-durations?groupBy=service&from=${from}&to=${to}&compareTo=${before}/${from}`,
  );
  const costs = (comparison?.differences.groups ?? []).flatMap(({ key, mean, n }) =>
    mean.differenceMs === null ? [] : [{ name: key.service?.name, cost: mean.differenceMs * n.after }],
  );
  const [worst] = costs.toSorted((a, b) => b.cost - a.cost);
  const first = page.locator(".changes details").first();
  await first.waitFor();
  expect(await first.locator(".change-name").innerText()).toBe(worst?.name);
  await first.locator("summary").click();
  await first.getByRole("row", { name: /^start model/ }).waitFor();
  expect(await first.getByRole("row", { name: /^total/ }).innerText()).toMatch(/→.*× \d+\.\d\d/s);
  await first.getByRole("link", { name: "Per day" }).click();
  await page.getByRole("heading", { level: 1, name: worst?.name ?? "" }).waitFor();
});

test("delivery figures are the API's, with what they mean and what is still broken", async () => {
  const page = await open(`${PROJECT}?from=${from}&to=${to}`);
  const delivery = await ask<Delivery>(`delivery?from=${from}&to=${to}`);
  const card = page.getByRole("region", { name: "Delivery" });
  await card.locator("dt").first().waitFor();
  const text = await card.innerText();
  expect(text).toContain(`${(100 * (delivery.failureRate ?? 0)).toFixed(1)}%`);
  expect(text).toContain(`${delivery.recovery.n} sample`);
  expect(text).toContain("from a failure's end to the end of that service's next success");
  expect(await card.getByRole("listitem").count()).toBe(delivery.recovery.stillBroken.length);
});

test("causes and outcomes over time add up to the window's", async () => {
  const page = await open(`${PROJECT}?from=${from}&to=${to}`);
  const { failureCauses, outcomes } = await ask<DeployDurations>(`deploy-durations?from=${from}&to=${to}`);
  const sums = (name: string) =>
    page
      .getByRole("region", { name })
      .getByRole("img")
      .evaluateAll((all) =>
        all.map((bars) =>
          [...bars.querySelectorAll("[title]")].reduce(
            (sum, bar) => sum + Number(bar.getAttribute("title")?.split(": ").at(-1)?.replaceAll(",", "")),
            0,
          ),
        ),
      );
  const causes = Object.values(failureCauses).toSorted((a, b) => b - a);
  await expect.poll(() => sums("Why deployments failed"), SLOWLY).toEqual(causes.slice(0, 6));
  const { success = 0, failure = 0, timed_out = 0, cancelled = 0, superseded = 0 } = outcomes;
  await expect
    .poll(() => sums("How deployments ended"), SLOWLY)
    .toEqual([success, failure + timed_out, cancelled, superseded]);
});

test("windows that overlap are not compared", async () => {
  const page = await open(`${PROJECT}?from=${before}&to=${to}&compare=${before}/${from}`);
  await page.getByText("The windows compared overlap").waitFor();
  expect(await page.locator(".changes").count()).toBe(0);
});
