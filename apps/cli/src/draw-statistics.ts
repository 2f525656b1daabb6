import type {
  DeployDurations,
  DurationGroup,
  GroupDifference,
  GroupKeyAnswer,
} from "@deploy-lens/api/statistics/deploy-durations";
import { durationText } from "@deploy-lens/core/text/duration";
import { type Language, OUTCOME_LABELS, PHASE_LABELS } from "@deploy-lens/core/vocabulary/labels";
import type { DrawOptions } from "./draw-deployment.ts";
import { columnsOf, fitColumns, padColumns, safeText, wrapColumns } from "./terminal-text.ts";
import { timeText } from "./time-text.ts";

const WORDS = {
  en: {
    count: "n",
    change: "change of",
    window: "deployments that started from",
    to: "to",
    exact: "exact",
    histogram: (error: number) => `from histograms, within ${(error * 100).toFixed(2)} %`,
    excluded: "left out",
    none: "No finished deployment in this window.",
    significant: "unlikely to be chance",
    notBefore: "none before",
    tooFew: "too few to tell",
    nothingBefore: "nothing to compare with: no finished deployment started from",
    before: "compared with deployments that started from",
    gap: "between phases",
    total: "in all",
    unmeasured: "nothing to measure",
  },
  zh: {
    count: "次数",
    change: "变化",
    window: "统计范围",
    to: "至",
    exact: "精确值",
    histogram: (error: number) => `由直方图得出，误差不超过 ${(error * 100).toFixed(2)} %`,
    excluded: "未计入",
    none: "此时间范围内没有已结束的部署。",
    significant: "不太可能是偶然",
    notBefore: "之前没有",
    tooFew: "样本太少",
    nothingBefore: "没有可比较的数据：以下时间范围内没有已结束的部署：",
    before: "对比范围",
    gap: "阶段之间",
    total: "总计",
    unmeasured: "没有可测量的数据",
  },
} as const;

/** Narrower bars are unreadable, so they are left out. */
const MIN_BAR_COLUMNS = 5;

export function drawStatistics(answer: DeployDurations, options: DrawOptions): string[] {
  const { language, palette } = options;
  const words = WORDS[language];
  const head = windowLines(words.window, answer.window, options).join("\n");
  if (answer.groups.length === 0) return [head, words.none, ...excludedLines(answer, options)];
  const quantiles = Object.keys(answer.groups[0]?.quantiles ?? {});
  const groups = byUse(answer.groups);
  const isCompared = (answer.comparison?.groups.length ?? 0) > 0;
  const rows = groups.map((group) =>
    rowOf(group, quantiles, isCompared ? differenceOf(answer, group) : undefined, language),
  );
  const header = ["", words.count, ...quantiles.map((q) => `p${Number(q) * 100}`)];
  if (isCompared) header.push(`${words.change} p${Number(comparedQuantile(quantiles)) * 100}`);
  const table = align([header, ...rows]);
  const tableColumns = columnsOf(table[0] ?? "");
  const bars = barsOf(groups, options.columns - tableColumns - 2);
  const method = answer.method === "exact" ? words.exact : words.histogram(answer.relativeError);
  const drawn =
    tableColumns > options.columns
      ? stacked(header, rows, options)
      : [
          palette.bold(table[0] ?? ""),
          ...table.slice(1).map((line, i) => `${line}  ${palette.cyan(bars[i] ?? "")}`.trimEnd()),
        ];
  return [
    head,
    ...comparisonLines(answer, options),
    "",
    ...drawn,
    "",
    palette.dim(method),
    ...unmeasuredLines(groups, options),
    ...excludedLines(answer, options),
  ];
}

/** Each group on its own lines, for terminals narrower than the table. */
function stacked(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { columns, palette }: DrawOptions,
): string[] {
  return rows.flatMap(([key = "", ...cells]) => {
    const lines: string[] = [];
    for (const [i, cell] of cells.entries()) {
      const figure = `${header[i + 1]} ${cell}`;
      const longer = `${lines.at(-1)} · ${figure}`;
      if (i > 0 && columnsOf(longer) <= columns) lines.splice(-1, 1, longer);
      else lines.push(`  ${figure}`);
    }
    return [palette.bold(fitColumns(key, columns)), ...lines];
  });
}

/** Model versions by number of deployments, then latest first; other groups in the API's order. */
function byUse(groups: readonly DurationGroup[]): DurationGroup[] {
  const used = new Map<string, number>();
  for (const { key, n } of groups) used.set(modelText(key), (used.get(modelText(key)) ?? 0) + n);
  const versions = new Intl.Collator("en", { numeric: true });
  return groups.toSorted((a, b) => {
    const [inA, inB] = [modelText(a.key), modelText(b.key)];
    if (a.key.day !== b.key.day || inA === inB) return 0;
    return (used.get(inB) ?? 0) - (used.get(inA) ?? 0) || versions.compare(inB, inA);
  });
}

function modelText({ model }: GroupKeyAnswer): string {
  return model === undefined ? "" : `${model.name} ${model.version}`;
}

function windowLines(text: string, { from, to }: DeployDurations["window"], options: DrawOptions): string[] {
  const { language, palette, columns } = options;
  const line = `${text} ${instant(from, options)} ${WORDS[language].to} ${instant(to, options)}`;
  return wrapColumns(line, columns, 2).map(palette.dim);
}

/** The compared window, and whether it was empty. */
function comparisonLines({ comparison }: DeployDurations, options: DrawOptions): string[] {
  if (comparison === undefined) return [];
  const words = WORDS[options.language];
  const text = comparison.groups.length === 0 ? words.nothingBefore : words.before;
  return windowLines(text, comparison.window, options);
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

function comparedQuantile(quantiles: readonly string[]): string {
  return quantiles.includes("0.5") ? "0.5" : (quantiles[0] ?? "0.5");
}

/** The change of a quantile and its significance, or the reason for omitting it. */
function changeText({ n, quantiles, rankSum }: GroupDifference, language: Language): string {
  const words = WORDS[language];
  const ratio = quantiles[comparedQuantile(Object.keys(quantiles))]?.ratio;
  if (n.before === 0) return words.notBefore;
  if (ratio === null || ratio === undefined) return words.tooFew;
  const percent = Math.round((ratio - 1) * 100);
  const sign = percent > 0 ? "+" : "";
  const change = `${sign}${percent} %`;
  if (rankSum === null) return `${change} (${words.tooFew})`;
  return rankSum.significant ? `${change} (${words.significant})` : change;
}

function differenceOf(answer: DeployDurations, group: DurationGroup): GroupDifference | undefined {
  const key = JSON.stringify(group.key);
  return answer.comparison?.differences.groups.find((group) => JSON.stringify(group.key) === key);
}

function keyText(key: GroupKeyAnswer, language: Language): string {
  const parts = [
    key.service?.name ?? key.service?.id,
    key.day,
    key.outcome && OUTCOME_LABELS[key.outcome][language],
    key.model && `${key.model.name} ${key.model.version}`,
  ];
  if (key.phase === "gap" || key.phase === "total") parts.push(WORDS[language][key.phase]);
  else if (key.phase !== undefined) parts.push(PHASE_LABELS[key.phase][language]);
  return safeText(parts.filter((part) => part !== undefined).join("  "));
}

function barsOf(groups: readonly DurationGroup[], columns: number): string[] {
  const medians = groups.map((group) => group.quantiles["0.5"] ?? 0);
  const longest = Math.max(1, ...medians);
  const room = Math.min(40, columns);
  if (room < MIN_BAR_COLUMNS) return [];
  return medians.map((ms) => (ms === 0 ? "" : "█".repeat(Math.max(1, Math.round((ms / longest) * room)))));
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => columnsOf(row[i] ?? "")))) ?? [];
  return rows.map((row) =>
    row.map((cell, i) => padColumns(cell, widths[i] ?? 0, i === 0 ? "right" : "left")).join("   "),
  );
}

function excludedLines(answer: DeployDurations, { columns, language, palette }: DrawOptions): string[] {
  const excluded = Object.entries(answer.excluded).map(([reason, count]) => `${reason} ${count}`);
  if (excluded.length === 0) return [];
  return wrapColumns(`${WORDS[language].excluded}: ${excluded.join(", ")}`, columns, 2).map(palette.dim);
}

/** Why groups have no figures, a line each. */
function unmeasuredLines(
  groups: readonly DurationGroup[],
  { columns, language, palette }: DrawOptions,
): string[] {
  return groups
    .filter(({ n }) => n === 0)
    .flatMap(({ key, excluded }) => {
      const reasons = Object.entries(excluded).map(([reason, count]) => `${reason} ${count}`);
      const text = `– ${keyText(key, language)}: ${WORDS[language].unmeasured} (${reasons.join(", ")})`;
      return wrapColumns(text, columns, 2).map(palette.dim);
    });
}

function instant(text: string, { timeZone }: DrawOptions): string {
  return timeText(Date.parse(text), timeZone);
}
