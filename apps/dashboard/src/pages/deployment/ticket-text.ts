import type { ModelConfiguration } from "@deploy-lens/api/deployments/configuration";
import type { DeploymentAnswer, GapAnswer, PhaseRunAnswer } from "@deploy-lens/api/deployments/deployment";
import type { Event } from "@deploy-lens/api/events/events";
import { durationText } from "@deploy-lens/core/text/duration";
import { causeTitle } from "@deploy-lens/core/vocabulary/advice";
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
import stringWidth from "string-width";
import { visibleText } from "../../design/visible-text.ts";
import { numberText } from "../../language/number-text.ts";
import { inBrackets, labelled, listComma } from "../../language/punctuation.ts";
import { inLanguage, wording } from "../../language/words.ts";
import { utcText } from "../../time/moment-text.ts";
import { roundedMs } from "../../time/rounded-ms.ts";
import type { Usual } from "../../usual/against-usual.ts";
import { modelText } from "./mark.ts";
import { shownFlags } from "./shown-flags.ts";
import { specificationText } from "./specification-text.ts";
import type { UsualTimes } from "./use-usual.ts";

const WORDS = wording({
  en: {
    service: "Service",
    project: "Project",
    deployment: "Deployment",
    link: "Link",
    outcome: "Outcome",
    started: "Started",
    ended: "Ended",
    last: "Last event",
    total: "Total",
    observed: "Observed",
    usual: "Usual",
    models: "Models",
    configuration: "Configuration",
    instances: (n: number) => `${n} ${n === 1 ? "instance" : "instances"}`,
    traffic: (percent: number) => `${percent}% of the traffic`,
    pool: (name: string) => `resource pool ${name}`,
    phases: "Phases",
    gaps: "Between phases",
    failure: "Why it failed",
    remedy: "What to do",
    events: "Events (UTC)",
    retries: (n: number) => `${n} ${n === 1 ? "retry" : "retries"}`,
    usually: (p50: string, n: number) => `usually ${p50} (P50 of ${n})`,
    tooFew: (n: number) => `too few to compare with (${n})`,
    noEnd: "no end yet",
    normal: "normal",
    abnormal: "abnormal",
    warning: "warning",
    unknown: "unknown",
  },
  zh: {
    service: "服务",
    project: "项目",
    deployment: "部署",
    link: "链接",
    outcome: "结果",
    started: "开始",
    ended: "结束",
    last: "最近事件",
    total: "总耗时",
    observed: "已观测",
    usual: "历史耗时",
    models: "模型",
    configuration: "配置",
    instances: (n: number) => `${n} 个实例`,
    traffic: (percent: number) => `分流 ${percent}%`,
    pool: (name: string) => `资源池 ${name}`,
    phases: "各阶段",
    gaps: "阶段间隔",
    failure: "失败原因",
    remedy: "处理建议",
    events: "事件（UTC）",
    retries: (n: number) => `重试 ${n} 次`,
    usually: (p50: string, n: number) => `通常 ${p50}（${n} 次的 P50）`,
    tooFew: (n: number) => `样本不足，无法比较（${n} 次）`,
    noEnd: "尚未结束",
    normal: "正常",
    abnormal: "异常",
    warning: "警告",
    unknown: "未知",
  },
});

export interface TicketSubject {
  readonly deployment: DeploymentAnswer;
  readonly events: readonly Event[];
  readonly service: { readonly id: string; readonly name: string };
  readonly projectId: string;
  readonly address: string;
  readonly usual: UsualTimes;
}

/** The text of a support ticket with everything a support engineer will ask for. Plain text, times in UTC. */
export function ticketText(about: TicketSubject, language: Language): string {
  const { deployment } = about;
  const t = inLanguage(WORDS, language);
  const { failure, configuration, gaps, phases } = deployment;
  const table = (title: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : [`${title}\n${columns(rows, "  ")}`];
  const sections = [
    columns(facts(about, language)),
    ...(failure === null
      ? []
      : [
          labelled(
            t.failure,
            `${causeTitle(failure.cause)[language]}\n${indented(visibleText(failure.message))}`,
            language,
          ),
          `${t.remedy}\n${indented(failure.advice)}`,
        ]),
    ...table(
      t.phases,
      phases.map((run) => phaseLine(run, about.usual, language)),
    ),
    ...table(
      t.gaps,
      gaps.map((gap) => gapLine(gap, language)),
    ),
    ...table(
      t.configuration,
      (configuration?.models ?? []).map((model) => configurationLine(model, language)),
    ),
    ...table(
      t.events,
      about.events.map(({ occurredAt, severity, message }) => [
        occurredAt.replace("T", " ").slice(0, -1),
        t[severity],
        onOneLine(visibleText(message)),
      ]),
    ),
  ];
  return `${sections.join("\n\n")}\n`;
}

function facts(
  { deployment, service, projectId, address, usual }: TicketSubject,
  language: Language,
): (readonly [string, string])[] {
  const t = inLanguage(WORDS, language);
  const { id, outcome, kind, startedAt, endedAt, lastEventAt, totalMs, observedMs, models } = deployment;
  const outcomeText = [
    OUTCOME_LABELS[outcome ?? "open"][language],
    ...shownFlags(deployment).map((flag) => DEPLOYMENT_FLAG_LABELS[flag][language]),
  ].join(" · ");
  return [
    [t.service, `${visibleText(service.name)}${inBrackets(service.id, language)}`],
    [t.project, projectId],
    [t.deployment, `${id}${inBrackets(KIND_LABELS[kind][language], language)}`],
    [t.link, address],
    [t.outcome, outcomeText],
    [t.started, utcText(Date.parse(startedAt))],
    endedAt === null ? [t.last, utcText(Date.parse(lastEventAt))] : [t.ended, utcText(Date.parse(endedAt))],
    [totalMs === null ? t.observed : t.total, timeText(totalMs ?? observedMs, language)],
    ...(usual.total === undefined ? [] : [[t.usual, usualText(usual.total, language)] as const]),
    [t.models, visibleText(models.map(modelText).join(listComma(language)))],
  ];
}

function phaseLine(run: PhaseRunAnswer, usual: UsualTimes, language: Language): string[] {
  const t = inLanguage(WORDS, language);
  const ofRun = usual.ofRun(run);
  const notes = [
    PHASE_OUTCOME_LABELS[run.outcome ?? "open"][language],
    ...(run.attempts > 1 ? [t.retries(run.attempts - 1)] : []),
    ...run.flags.map((flag) => PHASE_FLAG_LABELS[flag][language]),
  ];
  return [
    PHASE_LABELS[run.phase][language],
    run.model === null ? "" : visibleText(modelText(run.model)),
    run.wallMs === null ? t.noEnd : timeText(run.wallMs, language),
    ofRun === undefined ? "" : usualText(ofRun, language),
    notes.join(" · "),
  ];
}

function usualText({ n, p50Ms, relativeError }: Usual, language: Language): string {
  const t = inLanguage(WORDS, language);
  if (p50Ms === null) return t.tooFew(n);
  return t.usually(durationText(roundedMs(p50Ms, relativeError), language), n);
}

function configurationLine(model: ModelConfiguration, language: Language): string[] {
  const t = inLanguage(WORDS, language);
  return [
    visibleText(modelText(model)),
    specificationText(model, language),
    model.instanceCount === null ? "" : t.instances(model.instanceCount),
    model.weightPercent === null ? "" : t.traffic(model.weightPercent),
    model.pool === null ? "" : t.pool(visibleText(model.pool)),
  ];
}

function gapLine({ after, before, ms }: GapAnswer, language: Language): string[] {
  return [
    `${NEIGHBOUR_LABELS[after][language]} → ${NEIGHBOUR_LABELS[before][language]}`,
    timeText(ms, language),
  ];
}

function timeText(ms: number, language: Language): string {
  return ms < 1000
    ? durationText(ms, language)
    : `${durationText(ms, language)}${inBrackets(`${numberText(ms)} ms`, language)}`;
}

/** Aligns columns for a font in which Chinese characters are two columns wide. */
function columns(rows: readonly (readonly string[])[], indent = ""): string {
  const widths = rows.reduce<number[]>((found, row) => {
    for (const [i, text] of row.entries()) found[i] = Math.max(found[i] ?? 0, stringWidth(text));
    return found;
  }, []);
  return rows
    .map((row) =>
      `${indent}${row.map((text, i) => text + " ".repeat((widths[i] ?? 0) - stringWidth(text) + 2)).join("")}`.trimEnd(),
    )
    .join("\n");
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

function onOneLine(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ⏎ ");
}
