import sample from "../../fixtures/documented-sample.json" with { type: "json" };
import { deriveDeployments } from "../derive/index.ts";
import type { ServiceEvent } from "../event/service-event.ts";
import type { Deployment, PhaseRun } from "../vocabulary/deployment.ts";
import type { Phase } from "../vocabulary/phase.ts";
import type { ServiceStatusObservation } from "../vocabulary/status.ts";

export const serviceId = "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e";

/** Events from lines such as `120 [m 1.0.0] pull image success`; a `!` before the text makes it abnormal. */
export function feed(...lines: string[]): ServiceEvent[] {
  return lines.map((line) => {
    const space = line.indexOf(" ");
    const text = line.slice(space + 1);
    const abnormal = text.startsWith("!");
    return {
      occurredAtMs: Number(line.slice(0, space)),
      severity: abnormal ? "abnormal" : "normal",
      message: abnormal ? text.slice(1) : text,
    };
  });
}

export function derive(events: ServiceEvent[], statuses: ServiceStatusObservation[] = []): Deployment[] {
  return deriveDeployments({ serviceId, events, statuses }).deployments.map(({ deployment }) => deployment);
}

export function only(events: ServiceEvent[], statuses: ServiceStatusObservation[] = []): Deployment {
  const [deployment, ...others] = derive(events, statuses);
  if (deployment === undefined || others.length > 0)
    throw new Error(`${others.length + (deployment === undefined ? 0 : 1)} deployments were derived`);
  return deployment;
}

export function runOf(deployment: Deployment, phase: Phase, model?: string): PhaseRun {
  const run = deployment.phases.find(
    (candidate) => candidate.phase === phase && (model === undefined || candidate.model?.name === model),
  );
  if (run === undefined) throw new Error(`no ${phase} of ${model ?? "any model"}`);
  return run;
}

export const sampleEvents: ServiceEvent[] = sample.events.map((wire) => ({
  occurredAtMs: wire.occur_time,
  severity: "normal",
  message: wire.event_info,
}));

/** A whole deployment of one model, up to its start. */
export const upToStart = feed(
  "0 start to deploy service",
  "10 building image for model [m 1.0.0]",
  "30 model (m 1.0.0) build image success",
  "50 preparing environment",
  "90 [m 1.0.0] prepare environment success",
  "95 [m 1.0.0] schedule resource success",
  "100 [m 1.0.0] pulling model image",
  "200 [m 1.0.0] pull image success",
  "210 [m 1.0.0] starting model",
);
