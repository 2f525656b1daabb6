import type { Deployment, Gap, PhaseRun } from "@deploy-lens/api/deployment";
import type { Event } from "@deploy-lens/api/events";
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
import { inLanguage, wording } from "../../language/words.ts";
import { utcText } from "../../time/moment-text.ts";
import { modelText } from "./mark.ts";

const WORDS = wording({
  en: {
    service: "Service",
    project: "Project",
    deployment: "Deployment",
    outcome: "Outcome",
    started: "Started",
    ended: "Ended",
    last: "Last event",
    total: "Total",
    seen: "Seen of it",
    models: "Models",
    phases: "Phases",
    gaps: "Between phases",
    failure: "Failure",
    events: "Events (UTC)",
    attempts: (n: number) => `${n} attempts`,
    noEnd: "no end yet",
  },
  zh: {
    service: "服务",
    project: "项目",
    deployment: "部署",
    outcome: "结果",
    started: "开始",
    ended: "结束",
    last: "最近事件",
    total: "总时长",
    seen: "已观测",
    models: "模型",
    phases: "各阶段",
    gaps: "阶段之间",
    failure: "失败",
    events: "事件（UTC）",
    attempts: (n: number) => `${n} 次尝试`,
    noEnd: "尚未结束",
  },
});

/** What a ticket says of a deployment: everything that whoever reads it will ask for. Plain text, times in UTC. */
export function ticketText(
  about: {
    readonly deployment: Deployment;
    readonly events: readonly Event[];
    readonly service: { readonly id: string; readonly name: string };
    readonly projectId: string;
  },
  language: Language,
): string {
  const t = inLanguage(WORDS, language);
  const { deployment, events, service, projectId } = about;
  const { outcome, kind, flags, endedAt, totalMs, failure, models } = deployment;
  const outcomeText = [
    OUTCOME_LABELS[outcome ?? "open"][language],
    ...flags.map((flag) => DEPLOYMENT_FLAG_LABELS[flag][language]),
  ].join(" · ");
  const facts: readonly (readonly [string, string])[] = [
    [t.service, `${service.name} (${service.id})`],
    [t.project, projectId],
    [t.deployment, `${deployment.id} (${KIND_LABELS[kind][language]})`],
    [t.outcome, outcomeText],
    [t.started, utcText(Date.parse(deployment.startedAt))],
    endedAt === null
      ? [t.last, utcText(Date.parse(deployment.lastEventAt))]
      : [t.ended, utcText(Date.parse(endedAt))],
    [totalMs === null ? t.seen : t.total, timeText(totalMs ?? deployment.observedMs, language)],
    [t.models, models.map(modelText).join(", ")],
  ];
  const sections = [
    columns(facts),
    `${t.phases}\n${columns(
      deployment.phases.map((run) => phaseLine(run, language)),
      "  ",
    )}`,
    ...(deployment.gaps.length === 0
      ? []
      : [
          `${t.gaps}\n${columns(
            deployment.gaps.map((gap) => gapLine(gap, language)),
            "  ",
          )}`,
        ]),
    ...(failure === null
      ? []
      : [`${t.failure}: ${causeTitle(failure.cause)[language]}\n${indented(visibleText(failure.message))}`]),
    `${t.events}\n${columns(
      events.map(({ occurredAt, severity, message }) => [
        occurredAt.replace("T", " ").slice(0, -1),
        severity,
        onOneLine(visibleText(message)),
      ]),
      "  ",
    )}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

function phaseLine(run: PhaseRun, language: Language): string[] {
  const t = inLanguage(WORDS, language);
  const notes = [
    PHASE_OUTCOME_LABELS[run.outcome ?? "open"][language],
    ...(run.attempts > 1 ? [t.attempts(run.attempts)] : []),
    ...run.flags.map((flag) => PHASE_FLAG_LABELS[flag][language]),
  ];
  return [
    PHASE_LABELS[run.phase][language],
    run.model === null ? "" : modelText(run.model),
    run.wallMs === null ? t.noEnd : timeText(run.wallMs, language),
    notes.join(" · "),
  ];
}

function gapLine({ after, before, ms }: Gap, language: Language): string[] {
  return [
    `${NEIGHBOUR_LABELS[after][language]} → ${NEIGHBOUR_LABELS[before][language]}`,
    timeText(ms, language),
  ];
}

function timeText(ms: number, language: Language): string {
  return ms < 1000 ? durationText(ms, language) : `${durationText(ms, language)} (${ms} ms)`;
}

/** Lines whose columns stand below each other, in a font where a Chinese character is two wide. */
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
