import type { Browser, CDPSession } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";
import { PROJECT, SAMPLE, servicePath, serviceWhere } from "./places.ts";

const baseURL = inject("baseURL");

/** Budgets over the wire, headers included. The first one takes two and a half seconds at 50 KB/s. */
const MOST_BYTES = { beforeContent: 126_000, inAll: 200_000 };

/** Files and answers that the first content does without, however soon they arrive. */
const LATER =
  /^\/assets\/(?:analysis|trends)-|^\/icon\.svg$|^\/api\/(?!.*(?:services\?limit=1000|durations\?groupBy=phase)$)/;

/** A slow network: 400 ms, 50 KB/s. */
const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

interface Received {
  readonly path: string;
  readonly bytes: number;
}

/** Records all that arrives, as the browser counts it. */
async function recordNetwork(cdp: CDPSession): Promise<readonly Received[]> {
  const received: Received[] = [];
  const paths = new Map<string, string>();
  cdp.on("Network.requestWillBeSent", ({ requestId, request }) => {
    const { pathname, search } = new URL(request.url);
    paths.set(requestId, pathname + search);
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    received.push({ path: paths.get(requestId) ?? "", bytes: encodedDataLength });
  });
  await cdp.send("Network.enable");
  return received;
}

const sum = (received: readonly Received[]) => received.reduce((bytes, one) => bytes + one.bytes, 0);

async function visit(path: string, content: string, network: typeof SLOW | null) {
  const { page, close } = await openPage(browser, { baseURL });
  const cdp = await page.context().newCDPSession(page);
  const received = await recordNetwork(cdp);
  if (network !== null) await cdp.send("Network.emulateNetworkConditions", network);
  const startedMs = Date.now();
  await page.goto(path, { waitUntil: "commit" });
  await page.locator(content).first().waitFor();
  const contentMs = Date.now() - startedMs;
  await page.waitForLoadState("networkidle");
  return { close, received, contentMs };
}

test("on a slow network a project's figures need 126,000 bytes and no step more, all of the page 200,000", async () => {
  const { close, received, contentMs } = await visit(PROJECT, ".figure dd .nowrap", SLOW);
  const before = received.filter(({ path }) => !LATER.test(path));
  // The time is the machine's as much as the page's: it is reported.
  console.log({ contentMs, beforeContent: sum(before), inAll: sum(received) });
  expect(sum(before)).toBeLessThan(MOST_BYTES.beforeContent);
  expect(sum(received)).toBeLessThan(MOST_BYTES.inAll);
  // The first answers were asked for while the page's own code was still on its way.
  const order = received.map(({ path }) => path.replace(/^\/assets\/(\w+)-.*/, "$1"));
  const answers = order.filter((path) => path.startsWith("/api/"));
  expect(answers.slice(0, 2).every((path) => /services\?limit|groupBy=phase$/.test(path))).toBe(true);
  expect(order.indexOf(answers[1] ?? "")).toBeLessThan(order.indexOf("libraries"));
  // The list of services is read again while something is being deployed.
  const once = answers.filter((path) => !path.endsWith("/services?limit=1000"));
  expect(once).toEqual([...new Set(once)]);
  await close();
});

test("no other page loads more either", async () => {
  const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
  const sizes: Record<string, number> = {};
  for (const [path, content] of [
    [servicePath(service), ".spreads tbody tr"],
    [SAMPLE, ".event"],
  ] as const) {
    const { close, received } = await visit(path, content, null);
    sizes[path] = sum(received);
    await close();
  }
  console.log(sizes);
  expect(Object.values(sizes).filter((bytes) => bytes > MOST_BYTES.inAll || bytes < 50_000)).toEqual([]);
});
