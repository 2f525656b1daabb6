import { deriveDeployments } from "@deploy-lens/core/derive";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import type { Derive, ServiceDeployment } from "../day/deployment.ts";
import { NO_FACTS, type ServiceFacts } from "../day/facts.ts";

/** Derives a service's facts from scratch. */
export type FromScratch = (facts: ServiceFacts) => readonly ServiceDeployment[];

/** Derivation by the rules of core, or by others. */
export function deriveBy(serviceId: string, rules: Derive = deriveDeployments): FromScratch {
  return (facts) =>
    rules({ serviceId, ...facts }).deployments.map(({ deployment, configuration }) => ({
      deployment,
      configuration,
    }));
}

/** Other rules: those of core, but blind to some deployments. */
export function derivingOnly(sees: (deployment: Deployment) => boolean): Derive {
  return (input) => {
    const derivation = deriveDeployments(input);
    return { ...derivation, deployments: derivation.deployments.filter((one) => sees(one.deployment)) };
  };
}

/** Other rules: as if an older version had attributed every deployment to no model. */
export const withoutModels: Derive = (input) => {
  const { deployments, outside } = deriveDeployments(input);
  return {
    outside,
    deployments: deployments.map((one) => ({ ...one, deployment: { ...one.deployment, models: [] } })),
  };
};

/** One event with a text. */
export function event(occurredAtMs: number, message: string): ServiceEvent {
  return { occurredAtMs, severity: "normal", message };
}

/** The facts of these events alone. */
export function eventFacts(...events: ServiceEvent[]): ServiceFacts {
  return { ...NO_FACTS, events };
}

/** Durations of building, preparing, scheduling, pulling and starting, ms. */
export type PhasesMs = readonly [number, number, number, number, number];

/** The events of a whole successful deployment of one model, with the given duration of each phase, ms. */
export function wholeDeployment(
  startMs: number,
  model = "resnet 1.0.0",
  phasesMs: PhasesMs = [4_000, 20_000, 6, 56_000, 9_000],
): ServiceEvent[] {
  const [build, prepare, schedule, pull, start] = phasesMs;
  let atMs = startMs;
  const after = (ms: number, message: string) => {
    atMs += ms;
    return event(atMs, message);
  };
  const [name, version] = model.split(" ");
  return [
    after(0, "start to deploy service"),
    after(24, `building image for model [${model}]`),
    after(build, `model (${name} ${version}) build image success`),
    after(39, "preparing environment"),
    after(prepare, `[${model}] prepare environment success`),
    after(schedule, `[${model}] schedule resource success`),
    after(7, `[${model}] pulling model image`),
    after(pull, `[${model}] pull image success`),
    after(12, `[${model}] starting model`),
    after(start, "Service svc started."),
  ];
}
