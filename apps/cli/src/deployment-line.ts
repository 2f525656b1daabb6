import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { durationText } from "@deploy-lens/core/text/duration";
import { causeTitle } from "@deploy-lens/core/vocabulary/advice";
import { KIND_LABELS, OUTCOME_LABELS } from "@deploy-lens/core/vocabulary/labels";
import type { DrawOptions } from "./draw-deployment.ts";
import type { Palette } from "./palette.ts";
import { columnsOf, padColumns, safeText, wrapColumns } from "./terminal-text.ts";
import { timeText } from "./time-text.ts";

const OUTCOME_COLUMNS = 10;
const DURATION_COLUMNS = 14;

const PAINTS = {
  success: "green",
  failure: "red",
  timed_out: "red",
  cancelled: "dim",
  superseded: "dim",
  open: "cyan",
} as const satisfies Record<NonNullable<DeploymentSummary["outcome"]> | "open", keyof Palette>;

/**
 * Draws a deployment as a line of a list: start, outcome, duration, the subject, kind, models, cause. Where the terminal
 * is narrower, it continues on indented lines, divided between these parts.
 */
export function deploymentLines(
  deployment: Omit<DeploymentSummary, "phases" | "gapsMs" | "eta">,
  subject: string | null,
  { columns, language, palette, timeZone }: DrawOptions,
): string[] {
  const { startedAt, outcome, observedMs, kind, models, cause } = deployment;
  const word = outcome ?? "open";
  const label = padColumns(OUTCOME_LABELS[word][language], OUTCOME_COLUMNS);
  const rest = [
    ...(subject === null ? [] : [safeText(subject)]),
    KIND_LABELS[kind][language],
    models.map(({ name, version }) => safeText(`${name} ${version}`)).join(", "),
    ...(cause === null ? [] : [causeTitle(cause)[language]]),
  ].filter((part) => part !== "");
  const time = timeText(Date.parse(startedAt), timeZone);
  const duration = durationText(observedMs, language);
  const painted = (line: string) => line.replace(label.trimEnd(), palette[PAINTS[word]]);
  const line = [time, label, padColumns(duration, DURATION_COLUMNS, "left"), ...rest].join("  ");
  if (columnsOf(line) <= columns) return [painted(line)];
  const lines: string[] = [];
  for (const part of [time, label.trimEnd(), duration, ...rest]) {
    const longer = `${lines.at(-1)}  ${part}`;
    if (lines.length > 0 && columnsOf(longer) <= columns) lines.splice(-1, 1, longer);
    else lines.push(...wrapColumns(lines.length === 0 ? part : `    ${part}`, columns, 4));
  }
  return lines.map(painted);
}
