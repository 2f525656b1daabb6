import { DEMO_PROJECT_ID } from "@deploy-lens/simulator/service/sample";
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
  await historyRead(stack.url, 14);
  provide("baseURL", stack.url);
  return () => stack.close();
}
