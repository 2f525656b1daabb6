import type { DeploymentAsOf } from "@deploy-lens/core/derive/as-of";
import { durationText } from "@deploy-lens/core/text/duration";
import { adviceFor, causeTitle } from "@deploy-lens/core/vocabulary/advice";
import type { Gap, PhaseRun } from "@deploy-lens/core/vocabulary/deployment";
import {
  DEPLOYMENT_FLAG_LABELS,
  KIND_LABELS,
  type Language,
  NEIGHBOUR_LABELS,
  OUTCOME_LABELS,
  PHASE_FLAG_LABELS,
  PHASE_LABELS,
  PHASE_OUTCOME_LABELS,
} from "@deploy-lens/core/vocabulary/labels";
import type { ModelVersion } from "@deploy-lens/core/vocabulary/signal";
import type { Palette } from "./palette.ts";
import { columnsOf, fitColumns, padColumns, safeText, wrapColumns } from "./terminal-text.ts";
import { timeText } from "./time-text.ts";

export interface DrawOptions {
  readonly columns: number;
  readonly language: Language;
  readonly palette: Palette;
  readonly timeZone: string;
}

const WORDS = {
  en: {
    total: "in all",
    observed: "seen so far",
    started: "started",
    ended: "ended",
    noModel: "(no model named)",
    gaps: "between phases",
    attempts: "attempts",
    running: "no end yet",
    unknown: "unknown",
    unclassified: "texts that no rule knows",
    byStatus: "by the service's status",
    superseded: "by the next deployment",
    serviceGone: "with its service, which no longer exists",
  },
  zh: {
    total: "总计",
    observed: "目前已观察",
    started: "开始于",
    ended: "结束于",
    noModel: "（未指明模型）",
    gaps: "阶段之间",
    attempts: "次尝试",
    running: "尚未结束",
    unknown: "未知",
    unclassified: "条未识别的事件",
    byStatus: "依据服务状态",
    superseded: "因下一次部署",
    serviceGone: "因服务已不存在",
  },
} as const;

export function drawDeployment(deployment: DeploymentAsOf, options: DrawOptions): string[] {
  const wrapped = (text: string, indent = 0) => wrapColumns(text, options.columns, indent);
  const lines = [...headerOf(deployment, options).flatMap((line) => wrapped(line)), ""];
  const layout = layoutOf(deployment, options);
  if (layout.barColumns > 0) lines.push(axisOf(deployment, layout, options));
  const notes = notesOf(deployment, options.language);
  for (const model of lanesOf(deployment)) {
    lines.push(options.palette.bold(model === null ? WORDS[options.language].noModel : modelText(model)));
    for (const run of deployment.phases.filter((phase) => sameModel(phase.model, model))) {
      const mark = notes.indexOf(noteOf(run, options.language)) + 1;
      lines.push(phaseLine(run, mark, deployment, layout, options));
    }
  }
  lines.push(...gapLines(deployment, layout, options));
  for (const [i, note] of notes.entries()) {
    lines.push(...wrapped(options.palette.dim(`  ${superscript(i + 1)} ${note}`), 4));
  }
  lines.push(...failureLines(deployment, options).flatMap((line) => wrapped(line)));
  return lines;
}

/** Narrower bars are unreadable, so they are left out. */
const MIN_BAR_COLUMNS = 8;

/** Two spaces before a duration and a footnote mark after it. */
const AROUND_DURATION_COLUMNS = 3;

interface Layout {
  readonly labelColumns: number;
  readonly barColumns: number;
  readonly durationColumns: number;
}

function layoutOf(deployment: DeploymentAsOf, { columns, language }: DrawOptions): Layout {
  const labels = deployment.phases.map((run) => PHASE_LABELS[run.phase][language]);
  const labelColumns = Math.max(...[WORDS[language].gaps, ...labels].map(columnsOf)) + 4;
  const durationColumns = 12;
  const room = columns - labelColumns - durationColumns - AROUND_DURATION_COLUMNS;
  return { labelColumns, durationColumns, barColumns: room < MIN_BAR_COLUMNS ? 0 : room };
}

function headerOf(deployment: DeploymentAsOf, { language, palette, timeZone }: DrawOptions): string[] {
  const words = WORDS[language];
  const outcome = OUTCOME_LABELS[deployment.outcome ?? "open"][language];
  const paint = outcomePaint(deployment, palette);
  const total = deployment.totalMs ?? deployment.observedMs;
  const kept = deployment.totalMs === null ? words.observed : words.total;
  const title = `${KIND_LABELS[deployment.kind][language]} · ${paint(outcome)} · ${durationText(total, language)} ${kept}`;
  const flags = deployment.flags.map((flag) => palette.yellow(DEPLOYMENT_FLAG_LABELS[flag][language]));
  const times = [`${words.started} ${timeText(deployment.startedAtMs, timeZone)}`];
  if (deployment.endedAtMs !== null) times.push(`${words.ended} ${timeText(deployment.endedAtMs, timeZone)}`);
  if (deployment.endedBy === "service_status") times.push(words.byStatus);
  if (deployment.endedBy === "next_deployment") times.push(words.superseded);
  if (deployment.endedBy === "service_gone") times.push(words.serviceGone);
  return [
    palette.bold([title, ...flags].join(" · ")),
    palette.dim(times.join(" · ")),
    palette.dim(deployment.id),
  ];
}

function outcomePaint(deployment: DeploymentAsOf, palette: Palette): (text: string) => string {
  switch (deployment.outcome) {
    case "success":
      return palette.green;
    case "failure":
    case "timed_out":
      return palette.red;
    case "cancelled":
    case "superseded":
    case null:
      return palette.yellow;
    default:
      return deployment.outcome satisfies never;
  }
}

function lanesOf(deployment: DeploymentAsOf): (ModelVersion | null)[] {
  if (deployment.models.length > 0) return [...deployment.models];
  return deployment.phases.length > 0 ? [null] : [];
}

function modelText(model: ModelVersion): string {
  return safeText(`${model.name} ${model.version}`);
}

function sameModel(a: ModelVersion | null, b: ModelVersion | null): boolean {
  return a?.name === b?.name && a?.version === b?.version;
}

function axisOf(deployment: DeploymentAsOf, layout: Layout, { language, palette }: DrawOptions): string {
  const end = durationText(deployment.observedMs, language);
  const middle = durationText(Math.round(deployment.observedMs / 2), language);
  const half = Math.floor(layout.barColumns / 2);
  const ruler = `${padColumns("0", half)}${padColumns(middle, layout.barColumns - half - columnsOf(end) - 1)} ${end}`;
  return palette.dim(" ".repeat(layout.labelColumns) + ruler);
}

function phaseLine(
  run: PhaseRun,
  mark: number,
  deployment: DeploymentAsOf,
  layout: Layout,
  { language, palette }: DrawOptions,
): string {
  const label = padColumns(`  ${PHASE_LABELS[run.phase][language]}`, layout.labelColumns);
  const startMs = (run.startedAtMs ?? run.endedAtMs ?? deployment.startedAtMs) - deployment.startedAtMs;
  const endMs = (run.endedAtMs ?? deployment.startedAtMs + deployment.observedMs) - deployment.startedAtMs;
  const block = run.outcome === null ? "▒" : "█";
  const bar = barOf(startMs, endMs, deployment.observedMs, layout.barColumns, block);
  const paint = run.outcome === "failure" || run.outcome === "interrupted" ? palette.red : palette.cyan;
  const span = padColumns(spanText(run, language), layout.durationColumns, "left");
  return `${label}${paint(bar)}  ${span}${mark === 0 ? "" : palette.dim(superscript(mark))}`;
}

/** Footnotes on the phases, each once, in order of first mention. */
function notesOf(deployment: DeploymentAsOf, language: Language): string[] {
  return [...new Set(deployment.phases.map((run) => noteOf(run, language)))].filter((note) => note !== "");
}

function superscript(n: number): string {
  return [...String(n)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
}

function spanText(run: PhaseRun, language: Language): string {
  if (run.endedAtMs === null) return WORDS[language].running;
  if (run.wallMs === null) return WORDS[language].unknown;
  return durationText(run.wallMs, language);
}

function noteOf(run: PhaseRun, language: Language): string {
  const notes = run.flags.map((flag) => PHASE_FLAG_LABELS[flag][language]);
  if (run.attempts > 1) notes.unshift(`${run.attempts} ${WORDS[language].attempts}`);
  if (run.outcome === "failure" || run.outcome === "interrupted") {
    notes.unshift(PHASE_OUTCOME_LABELS[run.outcome][language]);
  }
  return notes.join("; ");
}

/** A bar on the time axis: at least one mark wide, never wider than the axis. */
function barOf(startMs: number, endMs: number, totalMs: number, columns: number, block: string): string {
  const scale = totalMs === 0 ? 0 : columns / totalMs;
  if (columns === 0) return "";
  const from = Math.max(0, Math.min(columns - 1, Math.floor(startMs * scale)));
  const to = Math.min(columns, Math.max(from + 1, Math.round(endMs * scale)));
  const narrow = (endMs - startMs) * scale < 0.5;
  const mark = narrow ? "▏" : block.repeat(to - from);
  return padColumns(" ".repeat(from) + mark, columns);
}

function gapLines(
  deployment: DeploymentAsOf,
  layout: Layout,
  { language, palette, columns }: DrawOptions,
): string[] {
  if (deployment.gaps.length === 0) return [];
  const total = deployment.gaps.reduce((sum, gap) => sum + gap.ms, 0);
  const label = padColumns(`  ${WORDS[language].gaps}`, layout.labelColumns);
  const cells = Array.from({ length: layout.barColumns }, () => " ");
  for (const gap of deployment.gaps) markGap(cells, gap, deployment);
  const row = `${label}${palette.dim(cells.join(""))}  ${padColumns(durationText(total, language), layout.durationColumns, "left")}`;
  const longest = [...deployment.gaps].sort((a, b) => b.ms - a.ms).map((gap) => gapText(gap, language));
  return [row, palette.dim(fitColumns(" ".repeat(layout.labelColumns) + longest.join(" · "), columns))];
}

function markGap(cells: string[], gap: Gap, deployment: DeploymentAsOf): void {
  const scale = deployment.observedMs === 0 ? 0 : cells.length / deployment.observedMs;
  const from = Math.round((gap.startedAtMs - deployment.startedAtMs) * scale);
  const to = Math.round((gap.startedAtMs + gap.ms - deployment.startedAtMs) * scale);
  for (let i = from; i < to; i++) cells[i] = "·";
}

function gapText(gap: Gap, language: Language): string {
  const neighbours = `${NEIGHBOUR_LABELS[gap.after][language]} → ${NEIGHBOUR_LABELS[gap.before][language]}`;
  return `${neighbours} ${durationText(gap.ms, language)}`;
}

function failureLines(deployment: DeploymentAsOf, { language, palette }: DrawOptions): string[] {
  const lines: string[] = [];
  if (deployment.failure !== null) {
    const { cause, message } = deployment.failure;
    lines.push(
      "",
      palette.red(`${causeTitle(cause)[language]}: ${safeText(message)}`),
      adviceFor(cause)[language],
    );
  }
  if (deployment.unclassified > 0) {
    lines.push("", palette.yellow(`${deployment.unclassified} ${WORDS[language].unclassified}`));
  }
  return lines;
}
