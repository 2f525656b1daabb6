import { createServer } from "node:net";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Lighthouse, type LighthouseReport, loadLighthouse } from "../lighthouse/install-lighthouse.ts";
import { launchBrowser } from "./browser.ts";
import { PROJECT, SAMPLE, servicePath, serviceWhere } from "./places.ts";

const baseURL = inject("baseURL");
const CATEGORIES = ["performance", "accessibility", "best-practices"] as const;

/** Limits of the parts that do not depend on how busy the machine is. */
const MOST = { layoutShift: 0.05, bytes: 200_000 };

let lighthouse: Lighthouse;
let port: number;
let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  lighthouse = await loadLighthouse();
  port = await freePort();
  browser = await launchBrowser([`--remote-debugging-port=${port}`]);
}, 300_000);
afterAll(() => browser.close());

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** The audits that count and were not passed. */
function failedAudits({ categories, audits }: LighthouseReport, category: string): string[] {
  return (categories[category]?.auditRefs ?? [])
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
    .filter(({ id }) => id !== "errors-in-console" || !isApiBusy(audits[id]))
    .map(({ id }) => id);
}

/** On a busy machine the API refuses requests rather than queue them, and the page tries again. */
function isApiBusy(audit: LighthouseReport["audits"][string] | undefined): boolean {
  return (audit?.details?.items ?? []).every(({ description }) => description?.includes("503") === true);
}

test.each(["project", "service", "deployment"] as const)(
  "Lighthouse: the %s page moves nothing, stays small, and keeps all that it says of accessibility and practices",
  async (page) => {
    const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
    const path = { project: PROJECT, service: servicePath(service), deployment: SAMPLE }[page];
    const flags = { port, output: "json", logLevel: "error", onlyCategories: CATEGORIES } as const;
    const report = (await lighthouse(baseURL + path, flags))?.lhr;
    if (report === undefined) throw new Error("Lighthouse gave no report");
    const numberOf = (audit: string) => report.audits[audit]?.numericValue ?? Number.NaN;
    const measured = {
      layoutShift: numberOf("cumulative-layout-shift"),
      bytes: numberOf("total-byte-weight"),
    };
    const scores = CATEGORIES.map((name) => [name, Math.round(100 * (report.categories[name]?.score ?? 0))]);
    // The score of performance is the machine's as much as the page's: it is reported.
    console.log(page, { ...measured, ...Object.fromEntries(scores) });
    expect(measured.layoutShift).toBeLessThanOrEqual(MOST.layoutShift);
    expect(measured.bytes).toBeLessThanOrEqual(MOST.bytes);
    expect(failedAudits(report, "accessibility")).toEqual([]);
    expect(failedAudits(report, "best-practices")).toEqual([]);
  },
  180_000,
);
