import type { Derivation } from "@deploy-lens/core/derive";
import { deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import { type DrawOptions, drawDeployment } from "./draw-deployment.ts";
import type { SavedFeed } from "./saved-feed.ts";
import { fitColumns, safeText } from "./terminal-text.ts";
import { timeText } from "./time-text.ts";

const WORDS = {
  en: {
    events: (n: number) => `${n} event${n === 1 ? "" : "s"}`,
    deployments: (n: number) => `${n} deployment${n === 1 ? "" : "s"}`,
    none: "No deployment: no event in this feed begins one (such as “start to deploy service”).",
    empty: "No events.",
    unknown: "Texts that no rule knows",
    outside: (n: number) => `${n} event${n === 1 ? " belongs" : "s belong"} to no deployment`,
    setAside: (n: number) =>
      n === 1 ? "1 row is not an event and was set aside" : `${n} rows are not events and were set aside`,
  },
  zh: {
    events: (n: number) => `${n} 条事件`,
    deployments: (n: number) => `${n} 次部署`,
    none: "没有部署：没有事件表示部署开始（例如 “start to deploy service”）。",
    empty: "没有事件。",
    unknown: "未识别的事件",
    outside: (n: number) => `${n} 条事件不属于任何部署`,
    setAside: (n: number) => `${n} 行不是事件，已搁置`,
  },
} as const;

export function drawFeed(
  feed: SavedFeed,
  derivation: Derivation,
  asOfMs: number,
  options: DrawOptions,
): string[] {
  const words = WORDS[options.language];
  const { palette } = options;
  const count = feed.events.length;
  const title = `${palette.bold(safeText(feed.serviceName ?? feed.serviceId))}  ${palette.dim(safeText(feed.serviceId))}`;
  const lines = [title, `${words.events(count)}, ${words.deployments(derivation.deployments.length)}`];
  if (derivation.deployments.length === 0) lines.push("", count === 0 ? words.empty : words.none);
  for (const { deployment } of derivation.deployments) {
    lines.push("", ...drawDeployment(deploymentAsOf(deployment, asOfMs), options));
  }
  if (derivation.outside.length > 0) lines.push("", words.outside(derivation.outside.length));
  if (feed.setAside > 0) lines.push("", palette.yellow(words.setAside(feed.setAside)));
  return [...lines, ...unknownLines(derivation, options), ""];
}

function unknownLines(
  derivation: Derivation,
  { columns, language, palette, timeZone }: DrawOptions,
): string[] {
  const all = [...derivation.deployments.flatMap((derived) => derived.events), ...derivation.outside];
  const unknown = all.filter((event) => event.classification.signal === "unclassified");
  if (unknown.length === 0) return [];
  const rows = unknown.map(({ event }) =>
    fitColumns(`  ${timeText(event.occurredAtMs, timeZone)}  ${safeText(event.message)}`, columns),
  );
  return ["", palette.yellow(`${WORDS[language].unknown}:`), ...rows];
}
