import type { Deployment, Outcome, PhaseOutcome, PhaseRun } from "../vocabulary/deployment.ts";
import type { Phase } from "../vocabulary/phase.ts";
import type { ModelVersion } from "../vocabulary/signal.ts";
import { type OtlpAttribute, otlpAttributes, unixNano } from "./otlp.ts";

/** An abnormal event of a deployment, to stand in the span of its phase. */
export interface TracedEvent {
  readonly occurredAtMs: number;
  readonly message: string;
  readonly signal: string;
  readonly phase: Phase | null;
  readonly model: ModelVersion | null;
}

/** Facts of a trace besides the deployment itself. */
export interface TraceSubject {
  readonly projectId: string;
  readonly serviceName: string;
  /** Address of the deployment for people; `null` where it is not known. */
  readonly url: string | null;
  /** Abnormal events of the deployment. */
  readonly events: readonly TracedEvent[];
  /** SHA-256 of a text in UTF-8 as 64 hexadecimal digits. */
  readonly sha256: (text: string) => string;
}

/** A span in OTLP's JSON encoding. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1: internal, 2: server. */
  readonly kind: 1 | 2;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events: readonly OtlpSpanEvent[];
  /** Not set unless it failed: code 2 is an error. */
  readonly status: { readonly code?: 2; readonly message?: string };
}

/** A moment within a span. */
export interface OtlpSpanEvent {
  readonly timeUnixNano: string;
  readonly name: string;
  readonly attributes: readonly OtlpAttribute[];
}

/** The body of a request to `/v1/traces` of an OTLP/HTTP receiver. */
export interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly schemaUrl: string;
      readonly spans: readonly OtlpSpan[];
    }[];
  }[];
}

/** Release of the semantic conventions whose names are used. */
const SCHEMA_URL = "https://opentelemetry.io/schemas/1.45.0";

/** `cicd.pipeline.result` of each outcome. A superseded attempt was cut short by a newer one. */
const PIPELINE_RESULTS: Readonly<Record<Outcome, string>> = {
  success: "success",
  failure: "failure",
  timed_out: "timeout",
  cancelled: "cancellation",
  superseded: "cancellation",
};

const TASK_RESULTS: Readonly<Record<PhaseOutcome, string>> = {
  success: "success",
  recovered: "success",
  failure: "failure",
  interrupted: "cancellation",
};

/** A deployment that has an end. */
export type EndedDeployment = Deployment & { readonly outcome: Outcome; readonly endedAtMs: number };

/** True if a deployment has ended, and so has a trace. */
export function hasEnded(deployment: Deployment): deployment is EndedDeployment {
  return deployment.outcome !== null && deployment.endedAtMs !== null;
}

/**
 * A deployment as one trace by OpenTelemetry's conventions for CI/CD: the run of a pipeline, with a task for each phase
 * of each model. Gaps and abnormal events are events of spans. A phase without a known start or end has no span; the
 * root counts these.
 *
 * The ids are made from service, deployment, phase and model alone, so a second export sends the same ones.
 *
 * @example
 * const { resourceSpans } = deploymentTrace(deployment, context);
 * resourceSpans[0].scopeSpans[0].spans[0].name; // "RUN modelarts/invoice-ocr"
 */
export function deploymentTrace(deployment: EndedDeployment, context: TraceSubject): OtlpTraces {
  const traceId = context.sha256(`trace|${keyOf(deployment)}`).slice(0, 32);
  const rootId = spanIdOf("root");
  const drawn = deployment.phases.filter(isDrawn);

  function spanIdOf(part: string): string {
    return context.sha256(`span|${keyOf(deployment)}|${part}`).slice(0, 16);
  }

  const spans = drawn.map((run): OtlpSpan => {
    const id = taskRunId(run);
    return {
      traceId,
      spanId: spanIdOf(id),
      parentSpanId: rootId,
      name: run.phase,
      kind: 1,
      startTimeUnixNano: unixNano(run.startedAtMs),
      endTimeUnixNano: unixNano(run.endedAtMs),
      attributes: otlpAttributes(taskAttributes(run, id, context.url)),
      events: context.events.filter((event) => isOf(event, run)).map(abnormalEvent),
      status: run.outcome === "failure" ? failedStatus(deployment) : {},
    };
  });
  const root: OtlpSpan = {
    traceId,
    spanId: rootId,
    name: `RUN ${pipelineName(context)}`,
    kind: 2,
    startTimeUnixNano: unixNano(deployment.startedAtMs),
    endTimeUnixNano: unixNano(deployment.endedAtMs),
    attributes: otlpAttributes(runAttributes(deployment, context, drawn.length)),
    events: [
      ...deployment.gaps.map((gap) => ({
        timeUnixNano: unixNano(gap.startedAtMs),
        name: "gap",
        attributes: otlpAttributes({
          "deploylens.gap.after": gap.after,
          "deploylens.gap.before": gap.before,
          "deploylens.gap.ms": gap.ms,
        }),
      })),
      ...context.events.filter((event) => !drawn.some((run) => isOf(event, run))).map(abnormalEvent),
    ],
    status: hasFailed(deployment.outcome) ? failedStatus(deployment) : {},
  };
  return {
    resourceSpans: [
      {
        resource: {
          attributes: otlpAttributes({
            "service.name": context.serviceName,
            "service.namespace": context.projectId,
            "cicd.pipeline.name": pipelineName(context),
          }),
        },
        scopeSpans: [{ scope: { name: "deploy-lens" }, schemaUrl: SCHEMA_URL, spans: [root, ...spans] }],
      },
    ],
  };
}

type DrawnRun = PhaseRun & {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly outcome: PhaseOutcome;
};

function isDrawn(run: PhaseRun): run is DrawnRun {
  return run.startedAtMs !== null && run.endedAtMs !== null;
}

function keyOf({ serviceId, id }: Deployment): string {
  return `${serviceId}|${id}`;
}

function pipelineName({ serviceName }: TraceSubject): string {
  return `modelarts/${serviceName}`;
}

function taskRunId({ phase, model }: PhaseRun): string {
  return model === null ? phase : `${phase}/${model.name}/${model.version}`;
}

function runAttributes(deployment: EndedDeployment, context: TraceSubject, drawn: number) {
  const { id, outcome, failure, phases } = deployment;
  return {
    "cicd.pipeline.name": pipelineName(context),
    "cicd.pipeline.action.name": "RUN",
    "cicd.pipeline.run.id": id,
    "cicd.pipeline.run.url.full": context.url,
    "cicd.pipeline.result": PIPELINE_RESULTS[outcome],
    "error.type": hasFailed(outcome) ? (failure?.cause ?? "_OTHER") : null,
    "deploylens.deployment.kind": deployment.kind,
    "deploylens.deployment.outcome": outcome,
    "deploylens.deployment.ended_by": deployment.endedBy,
    "deploylens.deployment.flags": deployment.flags,
    "deploylens.deployment.unclassified": deployment.unclassified,
    "deploylens.models": deployment.models.map(({ name, version }) => `${name} ${version}`),
    "deploylens.phases_without_span": phases.length - drawn,
  };
}

function taskAttributes(run: DrawnRun, id: string, url: string | null) {
  return {
    "cicd.pipeline.task.name": run.phase,
    "cicd.pipeline.task.type": run.phase === "build_image" ? "build" : "deploy",
    "cicd.pipeline.task.run.id": id,
    "cicd.pipeline.task.run.url.full": url,
    "cicd.pipeline.task.run.result": TASK_RESULTS[run.outcome],
    "deploylens.model.name": run.model?.name ?? null,
    "deploylens.model.version": run.model?.version ?? null,
    "deploylens.phase.outcome": run.outcome,
    "deploylens.phase.active_ms": run.activeMs,
    "deploylens.phase.critical_ms": run.criticalMs,
    "deploylens.phase.attempts": run.attempts,
    "deploylens.phase.flags": run.flags,
  };
}

function hasFailed(outcome: Outcome): boolean {
  return outcome === "failure" || outcome === "timed_out";
}

function failedStatus({ failure }: Deployment): OtlpSpan["status"] {
  return failure === null ? { code: 2 } : { code: 2, message: failure.message };
}

function isOf({ phase, model, occurredAtMs }: TracedEvent, run: DrawnRun): boolean {
  if (phase !== run.phase || occurredAtMs < run.startedAtMs || occurredAtMs > run.endedAtMs) return false;
  return (
    model === null ||
    run.model === null ||
    (model.name === run.model.name && model.version === run.model.version)
  );
}

function abnormalEvent({ occurredAtMs, message, signal }: TracedEvent): OtlpSpanEvent {
  return {
    timeUnixNano: unixNano(occurredAtMs),
    name: signal,
    attributes: otlpAttributes({ "deploylens.event.message": message }),
  };
}
