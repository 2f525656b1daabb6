import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import type { EtaAnswer } from "@deploy-lens/api/deployments/eta";
import type { DeploymentAsOf } from "@deploy-lens/core/derive/as-of";
import { durationText } from "@deploy-lens/core/text/duration";
import type { PhaseRun } from "@deploy-lens/core/vocabulary/deployment";
import { type Language, PHASE_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { type DrawOptions, drawDeployment } from "./draw-deployment.ts";
import { safeText, wrapColumns } from "./terminal-text.ts";
import { timeText } from "./time-text.ts";

const WORDS = {
  en: {
    doing: "now",
    between: "between phases",
    remaining: (p50: string, p90: string, n: number) =>
      `likely ${p50} more, at most ${p90} in nine cases of ten; from ${n} past deployments`,
    overdue: "longer than nearly all before it",
    noEta: "no estimate: too few past deployments",
    asOf: "as of",
    lastEvent: "last event",
    ago: "ago",
  },
  zh: {
    doing: "当前",
    between: "阶段之间",
    remaining: (p50: string, p90: string, n: number) =>
      `预计还需 ${p50}，九成情况下不超过 ${p90}；依据 ${n} 次历史部署`,
    overdue: "已超过几乎所有历史耗时",
    noEta: "暂无预估：历史部署太少",
    asOf: "截至",
    lastEvent: "最近事件",
    ago: "前",
  },
} as const;

/** Draws a running deployment: its current phase, the remaining time, and the age of the answer. */
export function drawProgress(answer: DeploymentAnswer, nowMs: number, options: DrawOptions): string[] {
  const deployment = answeredDeployment(answer);
  if (deployment.outcome !== null) return drawDeployment(deployment, options);
  const observedMs = Math.max(deployment.observedMs, deployment.elapsedMs ?? 0);
  const lines = drawDeployment(
    deployment.flags.includes("stalled") ? deployment : { ...deployment, observedMs },
    options,
  );
  return [...statusLines(answer, nowMs, options), "", ...lines];
}

function statusLines(answer: DeploymentAnswer, nowMs: number, options: DrawOptions): string[] {
  return [
    ...nowLines(answer, nowMs, options.language),
    etaLine(answer.eta, options.language),
    freshness(answer, nowMs, options),
  ].flatMap((line) => wrapColumns(line, options.columns, 2));
}

/** A line per running phase and model: several models may run the same phase in parallel. */
function nowLines(answer: DeploymentAnswer, nowMs: number, language: Language): string[] {
  const running = answer.phases.filter((run) => run.endedAt === null && run.startedAt !== null);
  if (running.length === 0) return [`${WORDS[language].doing}: ${WORDS[language].between}`];
  return running.map(({ phase, model, startedAt }) => {
    const elapsed = durationText(Math.max(0, nowMs - Date.parse(startedAt ?? "")), language);
    const subject = model === null ? "" : ` · ${safeText(`${model.name} ${model.version}`)}`;
    return `${WORDS[language].doing}: ${PHASE_LABELS[phase][language]}${subject} · ${elapsed}`;
  });
}

function etaLine(eta: EtaAnswer | null, language: Language): string {
  const words = WORDS[language];
  if (eta === null) return words.noEta;
  const { p50, p90 } = eta.remainingMs;
  const text = words.remaining(durationText(p50, language), durationText(p90, language), eta.basedOn);
  return eta.overdue ? `${text} (${words.overdue})` : text;
}

function freshness(
  answer: DeploymentAnswer,
  nowMs: number,
  { language, palette, timeZone }: DrawOptions,
): string {
  const words = WORDS[language];
  const silent = durationText(Math.max(0, nowMs - Date.parse(answer.lastEventAt)), language);
  return palette.dim(
    `${words.asOf} ${timeText(Date.parse(answer.asOf), timeZone)} · ${words.lastEvent} ${silent} ${words.ago}`,
  );
}

/** Converts an answered deployment back to epoch ms, for drawing. */
function answeredDeployment(answer: DeploymentAnswer): DeploymentAsOf {
  return {
    ...answer,
    startedAtMs: Date.parse(answer.startedAt),
    endedAtMs: msOrNull(answer.endedAt),
    lastEventAtMs: Date.parse(answer.lastEventAt),
    phases: answer.phases.map(answeredRun),
    gaps: answer.gaps.map((gap) => ({ ...gap, startedAtMs: Date.parse(gap.startedAt) })),
    failure:
      answer.failure === null
        ? null
        : { ...answer.failure, occurredAtMs: Date.parse(answer.failure.occurredAt) },
  };
}

/** The API presents what core derived, so the same values are `null` together. */
function answeredRun({ startedAt, endedAt, ...run }: DeploymentAnswer["phases"][number]): PhaseRun {
  return { ...run, startedAtMs: msOrNull(startedAt), endedAtMs: msOrNull(endedAt) } as PhaseRun;
}

function msOrNull(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}
