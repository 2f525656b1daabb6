import type { ServiceEvent } from "@deploy-lens/core/event/service-event";

export interface Attempt {
  readonly startedAtMs: number;
  readonly model?: string;
  readonly pullMs?: number;
  /** Default `success`. */
  readonly ends?: "success" | "failure" | "never";
}

export function attemptEvents(attempt: Attempt): ServiceEvent[] {
  const { startedAtMs, model = "mnist 1.0.0", pullMs = 30_000, ends = "success" } = attempt;
  const steps: [afterMs: number, message: string][] = [
    [0, "start to deploy service"],
    [100, `building image for model [${model}]`],
    [900, `model (${model}) build image success`],
    [0, "preparing environment"],
    [5_000, `[${model}] prepare environment success`],
    [2_000, `[${model}] schedule resource success`],
    [0, `[${model}] pulling model image`],
    [pullMs, `[${model}] pull image success`],
    [0, `[${model}] starting model`],
  ];
  let atMs = startedAtMs;
  const events: ServiceEvent[] = steps.map(([afterMs, message]) => {
    atMs += afterMs;
    return { occurredAtMs: atMs, severity: "normal", message };
  });
  const end = ENDS[ends];
  return end === null ? events : [...events, { ...end, occurredAtMs: atMs + 10_000 }];
}

const ENDS = {
  success: { severity: "normal", message: "Service mnist started." },
  failure: { severity: "abnormal", message: "Failed to deploy the service." },
  never: null,
} as const satisfies Record<NonNullable<Attempt["ends"]>, Omit<ServiceEvent, "occurredAtMs"> | null>;
