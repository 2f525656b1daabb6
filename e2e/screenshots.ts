// `npm run screenshots`: takes the pictures of README and docs from the running product, into docs/images.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, openPage, type Reader } from "./dashboard/browser.ts";
import { ensureChromium, NoChromiumError } from "./dashboard/chromium.ts";
import { PROJECT, SAMPLE, servicePath, serviceWhere } from "./dashboard/places.ts";
import { historyRead, startStack } from "./dashboard/stack.ts";

const folder = join(import.meta.dirname, "../docs/images");

const WIDE = { viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1.5 };
const TALL = { ...WIDE, viewport: { width: 1280, height: 1080 } };
const PHONE = { viewport: { width: 360, height: 760 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

try {
  ensureChromium();
  await takeAll();
} catch (error) {
  if (!(error instanceof NoChromiumError)) throw error;
  process.stderr.write(`npm run screenshots: ${error.message}\n`);
  process.exitCode = 2;
}

async function takeAll(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await using parts = new AsyncDisposableStack();
  const stack = await startStack({ scenario: { live: { acceleration: 2, periodMs: 120_000 } } });
  parts.defer(stack.close);
  const browser = await launchBrowser();
  parts.defer(() => browser.close());
  const baseURL = stack.url;
  await historyRead(baseURL, 20);

  const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
  const retried = await serviceWhere(
    baseURL,
    ({ latestDeployment }) => latestDeployment?.outcome === "failure" && latestDeployment.cause !== "unknown",
  );
  const live = await underWay(baseURL);
  const take = taker(browser, baseURL);
  await take("live", { ...WIDE, colorScheme: "dark" }, `${servicePath(live)}/deployments/latest`, ".gauge");
  await take("project", WIDE, PROJECT, ".sparkline");
  await take("service", WIDE, servicePath(service), ".trend-chart");
  await take("explorer", TALL, `${PROJECT}/deployments?range=14d`, ".explorer-list tbody tr");
  await take("differs", TALL, `${PROJECT}/deployments?range=14d&${slowOnes()}`, ".explorer-differs .table");
  await take("deployment", TALL, SAMPLE, ".event");
  await take("failure", { ...WIDE, locale: "zh-CN" }, `${servicePath(retried)}/deployments/latest`, ".event");
  await take("phone", { ...PHONE, locale: "zh-CN" }, servicePath(service), ".trend-chart");
}

/** A region of the chart: deployments of five minutes or longer in the last two weeks. */
function slowOnes(): string {
  const instant = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  const nowMs = Date.now();
  return `region=${instant(nowMs - 14 * 86_400_000)}/${instant(nowMs)}/300000/1000000000000`;
}

/** Waits until the live service is in the middle of a deployment. */
async function underWay(baseURL: string) {
  for (let round = 0; round < 300; round++) {
    const live = await serviceWhere(baseURL, ({ name }) => name === "recommend-live");
    const open = live.latestDeployment;
    const phases = open?.phases.length ?? 0;
    if (open?.outcome === null && open.eta !== null && phases >= 4) return live;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the live service did not deploy");
}

function taker(browser: Browser, baseURL: string) {
  return async (name: string, reader: Reader, path: string, ready: string) => {
    const { page, close } = await openPage(browser, { baseURL, ...reader });
    await page.goto(path);
    await settle(page, ready);
    const file = join(folder, `${name}.png`);
    await page.screenshot({ path: file, animations: "disabled" });
    await close();
    shrink(file);
    process.stdout.write(`${name}.png ${Math.round(statSync(file).size / 1024)} kB\n`);
  };
}

async function settle(page: Page, ready: string): Promise<void> {
  await page.locator(ready).first().waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
  await page.waitForTimeout(1200);
}

/** Reduces the picture to a palette, which is invisible with flat colours. Does nothing if the tool is missing. */
function shrink(file: string): void {
  if (!existsSync("/usr/bin/pngquant")) return;
  spawnSync("pngquant", ["--force", "--skip-if-larger", "--speed", "1", "--output", file, "256", file]);
}
