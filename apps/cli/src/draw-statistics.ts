import type {
  DeployDurations,
  DurationGroup,
  GroupDifference,
  GroupKey,
} from "@deploy-lens/api/deploy-durations";
import { durationText } from "@deploy-lens/core/text/duration";
import { type Language, PHASE_LABELS } from "@deploy-lens/core/vocabulary/labels";
import type { DrawOptions } from "./draw-deployment.ts";
import { columnsOf, padColumns, safeText } from "./terminal-text.ts";
import { timeText } from "./time-text.ts";

const WORDS = {
  en: {
    count: "n",
    change: "change of the median",
    window: "deployments that started from",
    to: "to",
    exact: "exact",
    histogram: (error: number) => `from histograms, within ${(error * 100).toFixed(2)} %`,
    excluded: "left out",
    none: "No finished deployment in this window.",
    significant: "more than chance",
    gap: "between phases",
    total: "in all",
  },
  zh: {
    count: "次数",
    change: "中位数变化",
    window: "统计范围",
    to: "至",
    exact: "精确值",
    histogram: (error: number) => `由直方图得出，误差不超过 ${(error * 100).toFixed(2)} %`,
    excluded: "未计入",
    none: "此时间范围内没有已结束的部署。",
    significant: "显著",
    gap: "阶段之间",
    total: "总计",
  },
} as const;

/** Statistics as a table: a row a group with its quantiles and a bar of the median. */
export function drawStatistics(answer: DeployDurations, options: DrawOptions): string[] {
  const { language, palette } = options;
  const words = WORDS[language];
  const head = palette.dim(
    `${words.window} ${instant(answer.window.from, options)} ${words.to} ${instant(answer.window.to, options)}`,
  );
  if (answer.groups.length === 0) return [head, words.none, ...excludedLines(answer, options)];
  const quantiles = Object.keys(answer.groups[0]?.quantiles ?? {});
  const rows = answer.groups.map((group) => rowOf(group, quantiles, differenceOf(answer, group), language));
  const header = ["", words.count, ...quantiles.map((q) => `p${Number(q) * 100}`)];
  if (answer.comparison !== undefined) header.push(words.change);
  const table = align([header, ...rows]);
  const bars = barsOf(answer.groups, options.columns - columnsOf(table[0] ?? "") - 2);
  const method = answer.method === "exact" ? words.exact : words.histogram(answer.relativeError);
  return [
    head,
    "",
    palette.bold(table[0] ?? ""),
    ...table.slice(1).map((line, i) => `${line}  ${palette.cyan(bars[i] ?? "")}`),
    "",
    palette.dim(method),
    ...excludedLines(answer, options),
  ];
}

function rowOf(
  group: DurationGroup,
  quantiles: readonly string[],
  difference: GroupDifference | undefined,
  language: Language,
): string[] {
  const cells = quantiles.map((q) => {
    const ms = group.quantiles[q] ?? null;
    return ms === null ? "–" : `${durationText(ms, language)}${group.lowN[q] ? "*" : ""}`;
  });
  const row = [keyText(group.key, language), String(group.n), ...cells];
  return difference === undefined ? row : [...row, changeText(difference, language)];
}

function changeText(difference: GroupDifference, language: Language): string {
  const median = difference.quantiles["0.5"];
  if (median?.ratio === null || median?.ratio === undefined) return "–";
  const percent = Math.round((median.ratio - 1) * 100);
  const sign = percent > 0 ? "+" : "";
  return `${sign}${percent} %${difference.rankSum?.significant ? ` ${WORDS[language].significant}` : ""}`;
}

function differenceOf(answer: DeployDurations, group: DurationGroup): GroupDifference | undefined {
  const key = JSON.stringify(group.key);
  return answer.comparison?.differences.groups.find((one) => JSON.stringify(one.key) === key);
}

function keyText(key: GroupKey, language: Language): string {
  const parts = [
    key.service?.name ?? key.service?.id,
    key.day,
    key.model && `${key.model.name} ${key.model.version}`,
  ];
  if (key.phase === "gap" || key.phase === "total") parts.push(WORDS[language][key.phase]);
  else if (key.phase !== undefined) parts.push(PHASE_LABELS[key.phase][language]);
  return safeText(parts.filter((part) => part !== undefined).join("  "));
}

function barsOf(groups: readonly DurationGroup[], columns: number): string[] {
  const medians = groups.map((group) => group.quantiles["0.5"] ?? 0);
  const longest = Math.max(1, ...medians);
  const room = Math.max(5, Math.min(40, columns));
  return medians.map((ms) => (ms === 0 ? "" : "█".repeat(Math.max(1, Math.round((ms / longest) * room)))));
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => columnsOf(row[i] ?? "")))) ?? [];
  return rows.map((row) =>
    row.map((cell, i) => padColumns(cell, widths[i] ?? 0, i === 0 ? "right" : "left")).join("   "),
  );
}

function excludedLines(answer: DeployDurations, { language, palette }: DrawOptions): string[] {
  const excluded = Object.entries(answer.excluded).map(([reason, count]) => `${reason} ${count}`);
  return excluded.length === 0 ? [] : [palette.dim(`${WORDS[language].excluded}: ${excluded.join(", ")}`)];
}

function instant(text: string, { timeZone }: DrawOptions): string {
  return timeText(Date.parse(text), timeZone);
}
