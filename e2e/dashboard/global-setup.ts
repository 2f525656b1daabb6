import { DEMO_PROJECT_ID } from "@deploy-lens/simulator/service/sample";
import type { ScriptedServiceOptions } from "@deploy-lens/simulator/service/scripted";
import type { TestProject } from "vitest/node";
import { historyRead, startStack } from "./stack.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The stack shared by the tests. */
    baseURL: string;
  }
}

/** A service with hostile texts. */
export const HOSTILE_SERVICE_ID = "0badc0de-0000-4000-8000-000000000001";

/** A service with too many models to show at once; all but the last are quick. */
export const MANY_MODELS_SERVICE_ID = "0badc0de-0000-4000-8000-000000000012";

/** A service whose deployments take twenty minutes; the last one began as the tests did, and outlasts them. */
export const UNDER_WAY_SERVICE_NAME = "under-way";

function underWay(nowMs: number): Required<Pick<ScriptedServiceOptions, "events" | "transitions">> {
  const minute = 60_000;
  const told: readonly (readonly [minutes: number, text: string])[] = [
    [0, "start to deploy service"],
    [0.1, "[Slow 1.0] preparing environment"],
    [1, "[Slow 1.0] prepare environment success"],
    [1.1, "[Slow 1.0] schedule resource success"],
    [1.2, "[Slow 1.0] pulling model image"],
    [8, "[Slow 1.0] pull image success"],
    [8, "[Slow 1.0] starting model"],
    [20, "[Slow 1.0] start model success"],
    [20, `Service ${UNDER_WAY_SERVICE_NAME} started.`],
  ];
  const starts = [8, 7, 6, 5, 4, 3, 2, 1].map((hours) => nowMs - hours * 60 * minute);
  const openedAtMs = nowMs - 2 * minute;
  const line = (startedAtMs: number, minutes: number, message: string) => ({
    occurredAtMs: startedAtMs + minutes * minute,
    severity: "normal" as const,
    message,
  });
  return {
    events: [
      ...starts.flatMap((startedAtMs) => told.map(([minutes, text]) => line(startedAtMs, minutes, text))),
      ...told.slice(0, 5).map(([minutes, text]) => line(openedAtMs, minutes, text)),
    ],
    transitions: [
      ...starts.flatMap((startedAtMs) => [
        { atMs: startedAtMs, status: "deploying" as const },
        { atMs: startedAtMs + 20 * minute, status: "running" as const },
      ]),
      { atMs: openedAtMs, status: "deploying" },
    ],
  };
}

function twelfth(i: number): readonly (readonly [seconds: number, text: string])[] {
  const name = `Twelfth${i + 1} 1.0`;
  const pulledAt = i === 11 ? 100 : 10 + i;
  return [
    [1, `[${name}] preparing environment`],
    [2, `[${name}] prepare environment success`],
    [3, `[${name}] schedule resource success`],
    [4, `[${name}] pulling model image`],
    [pulledAt, `[${name}] pull image success`],
    [pulledAt, `[${name}] starting model`],
    [pulledAt + 5, `[${name}] start model success`],
  ];
}

/** One stack for all tests that leave theirs intact. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const nowMs = Date.now();
  const stack = await startStack({
    scenario: { services: 14, live: { acceleration: 4, periodMs: 50_000 } },
  });
  const at = (seconds: number, message: string, severity: "normal" | "abnormal" = "normal") => ({
    occurredAtMs: nowMs - 600_000 + seconds * 1000,
    severity,
    message,
  });
  stack.simulator.addService({
    id: HOSTILE_SERVICE_ID,
    name: "hostile",
    projectId: DEMO_PROJECT_ID,
    events: [
      at(0, "start to deploy service"),
      at(1, "building image for model [<img src=x onerror=document.title='owned'> 1.0]"),
      at(
        2,
        `<script>document.title="owned"</script> "'><svg/onload=alert(1)> invoice\u202egnp.exe`,
        "abnormal",
      ),
      at(3, "Service deploy failed. Error: <b>bold</b> javascript:alert(1)", "abnormal"),
    ],
    transitions: [{ atMs: nowMs - 597_000, status: "failed", errorMessage: "<b>bold</b>" }],
  });
  stack.simulator.addService({
    id: MANY_MODELS_SERVICE_ID,
    name: "twelve-models",
    projectId: DEMO_PROJECT_ID,
    events: [
      at(0, "start to deploy service"),
      ...Array.from({ length: 12 }, (_, i) => twelfth(i)).flatMap((told) =>
        told.map(([seconds, text]) => at(seconds, text)),
      ),
    ],
    transitions: [
      { atMs: nowMs - 600_000, status: "deploying" },
      { atMs: nowMs - 480_000, status: "running" },
    ],
  });
  stack.simulator.addService({
    id: "0badc0de-0000-4000-8000-000000000013",
    name: UNDER_WAY_SERVICE_NAME,
    projectId: DEMO_PROJECT_ID,
    ...underWay(nowMs),
  });
  await historyRead(stack.url, 14);
  provide("baseURL", stack.url);
  return () => stack.close();
}
