import {
  amount,
  atMost,
  bytes,
  type Figure,
  inUnit,
  plain,
  unmeasured,
} from "@deploy-lens/core/testing/figure";
import { chromium } from "playwright-core";
import { DASHBOARD } from "../budgets.ts";
import { findChromium, historyRead, startDashboardStack } from "../measure/dashboard-stack.ts";
import { type PageVisit, visit } from "../measure/page-visit.ts";
import { spreadOf, withSpread } from "../measure/samples.ts";

const SERVICES = 1_000;
const DEPLOYED = 40;
const VISITS = 7;

const FLOOR =
  "Lists are drawn in slices and requests leave one by one; what remains is one task in which the browser runs the page's modules for the first time (view library, router, cache), in a browser without a graphics processor, on processors that it shares with the local stack. It grows with the load: some runs have none over 50 ms.";

/** The project page with a thousand services, in a real browser. */
export async function run(): Promise<readonly Figure[]> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    return [
      unmeasured("project page", "≤ 150.0 KB, no task over 50 ms", "no Chromium (set CHROMIUM to its path)"),
    ];
  }
  await using stack = await startDashboardStack(SERVICES, DEPLOYED);
  await historyRead(stack.url, DEPLOYED);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const visits: PageVisit[] = [];
    for (let i = 0; i < VISITS; i++) {
      visits.push(await visit(browser, `${stack.url}/projects/demo`, ".services tbody tr"));
    }
    const [first] = visits;
    if (first === undefined) throw new Error("no visit was made");
    const paint = spreadOf(visits.map(({ firstContentfulPaintMs }) => firstContentfulPaintMs));
    const longest = spreadOf(visits.map(({ longTasksMs }) => Math.max(0, ...longTasksMs)));
    const count = spreadOf(visits.map(({ longTasksMs }) => longTasksMs.length));
    return [
      atMost(
        "project page, gzip: scripts",
        first.scriptBytes,
        DASHBOARD.gzippedScriptBytes,
        bytes,
        `with document, styles and fonts ${bytes(first.assetBytes)}`,
      ),
      {
        ...atMost("longest task on the main thread, 1,000 services", longest.median, 50, inUnit("ms")),
        floor: FLOOR,
        measured: longest.median === 0 ? "none over 50 ms" : withSpread(longest, inUnit("ms")),
        beside: `${amount(count.median)} of them in a visit`,
      },
      plain("first contentful paint", withSpread(paint, inUnit("ms"))),
    ];
  } finally {
    await browser.close();
  }
}
