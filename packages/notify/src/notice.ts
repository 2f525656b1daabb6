import { durationText } from "@deploy-lens/core/text/duration";
import { adviceFor, causeTitle } from "@deploy-lens/core/vocabulary/advice";
import type { Outcome } from "@deploy-lens/core/vocabulary/deployment";
import {
  KIND_LABELS,
  type Language,
  OUTCOME_LABELS,
  PHASE_LABELS,
} from "@deploy-lens/core/vocabulary/labels";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import type { DeploymentKind, FailureCause, ModelVersion } from "@deploy-lens/core/vocabulary/signal";

/** The subject of a notice; also the `type` of its event. */
export type NoticeKind = "deployment.failed" | "deployment.recovered" | "deployment.finished";

/** The ended deployment of a notice. */
export interface NoticedDeployment {
  readonly id: string;
  readonly kind: DeploymentKind;
  readonly outcome: Outcome;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly totalMs: number;
  readonly models: readonly ModelVersion[];
  /** `null` unless it failed. */
  readonly failure: { readonly cause: FailureCause; readonly message: string } | null;
  /** The phase that failed, if one did. */
  readonly failedPhase: Phase | null;
}

/** Something that a recipient is told once. */
export interface DeploymentNotice {
  /** The same however often it is computed or sent. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly project: string;
  readonly service: { readonly id: string; readonly name: string };
  readonly deployment: NoticedDeployment;
  /** The median of the service's deployments, ms; `null` where that is not known. */
  readonly usualMs: number | null;
  /** The deployment's page; `null` where no address is known. */
  readonly url: string | null;
}

const FAILED: ReadonlySet<Outcome> = new Set(["failure", "timed_out"]);

/**
 * The notice that a deployment ended.
 *
 * @param before the outcome of the service's deployment before it, if any: a success after a failure is a recovery
 * @example
 * noticeOf({ project: "demo", service, deployment, before: "failure", usualMs: 80_000, url: null }).kind;
 * // "deployment.recovered"
 */
export function noticeOf({
  before,
  ...facts
}: Omit<DeploymentNotice, "id" | "kind"> & { readonly before: Outcome | null }): DeploymentNotice {
  const { outcome, id } = facts.deployment;
  const kind = kindOf(outcome, before);
  return { id: `${kind}.${id}`, kind, ...facts };
}

function kindOf(outcome: Outcome, before: Outcome | null): NoticeKind {
  if (FAILED.has(outcome)) return "deployment.failed";
  const recovers = outcome === "success" && before !== null && FAILED.has(before);
  return recovers ? "deployment.recovered" : "deployment.finished";
}

/** A notice in words. */
export interface NoticeText {
  readonly title: string;
  /** One fact each. */
  readonly lines: readonly string[];
  readonly tone: "good" | "bad" | "neutral";
}

const WORDS = {
  en: {
    recovered: "works again",
    models: "Models",
    usually: (text: string) => ` (usually ${text})`,
    in: (phase: string) => ` (${phase})`,
    took: "Took",
    cause: "Cause",
    said: "ModelArts says",
    remedy: "What to do",
    joiner: ", ",
    colon: ": ",
    of: (service: string, kind: string, outcome: string) => `${service}: ${kind} ${outcome}`,
  },
  zh: {
    recovered: "已恢复",
    models: "模型",
    usually: (text: string) => `（通常 ${text}）`,
    in: (phase: string) => `（${phase}）`,
    took: "耗时",
    cause: "原因",
    said: "平台原文",
    remedy: "处理建议",
    joiner: "、",
    colon: "：",
    of: (service: string, kind: string, outcome: string) => `${service}：${kind}${outcome}`,
  },
} as const;

/**
 * A notice as a text that stands alone: what ended how, of which models, how long it took against what is usual, and for
 * a failure the phase, the cause, the platform's own words and the remedy.
 *
 * @example
 * noticeText(notice, "en").title; // "invoice-ocr: update failed (pull image)"
 */
export function noticeText(
  { kind, service, deployment, usualMs }: DeploymentNotice,
  language: Language,
): NoticeText {
  const words = WORDS[language];
  const { outcome, failure, failedPhase, models, totalMs } = deployment;
  const told = kind === "deployment.recovered" ? words.recovered : OUTCOME_LABELS[outcome][language];
  const phase = failedPhase === null ? null : PHASE_LABELS[failedPhase][language];
  const inPhase = phase === null ? "" : words.in(phase);
  const line = (label: string, text: string) => `${label}${words.colon}${text}`;
  const usual = usualMs === null ? "" : words.usually(durationText(usualMs, language));
  const lines = [
    ...(models.length === 0
      ? []
      : [line(words.models, models.map(({ name, version }) => `${name} ${version}`).join(words.joiner))]),
    line(words.took, `${durationText(totalMs, language)}${usual}`),
  ];
  if (failure !== null) {
    const { cause, message } = failure;
    lines.push(
      line(words.cause, causeTitle(cause)[language]),
      line(words.said, message),
      line(words.remedy, adviceFor(cause)[language]),
    );
  }
  return {
    title: `${words.of(service.name, KIND_LABELS[deployment.kind][language], told)}${inPhase}`,
    lines,
    tone: toneOf(outcome),
  };
}

function toneOf(outcome: Outcome): NoticeText["tone"] {
  if (FAILED.has(outcome)) return "bad";
  return outcome === "success" ? "good" : "neutral";
}
