import * as z from "zod";
import { deriveDeployments } from "../derive/index.ts";
import type { ServiceEvent } from "../event/service-event.ts";
import type { Deployment } from "../vocabulary/deployment.ts";

/** A file of `fixtures/derivation`. */
export const DerivationFixture = z.strictObject({
  /** The rule of the contract's section 3 that it holds. */
  rule: z.string().regex(/^\d+(?:, \d+)*$/),
  proves: z.string(),
  madeUp: z.literal(true),
  feed: z.array(z.string()),
  statuses: z.array(z.strictObject({ status: z.string(), transitionAtMs: z.int() })).optional(),
  expected: z.array(z.record(z.string(), z.unknown())),
});

/** A feed and the expected deployments. */
export type DerivationFixture = z.infer<typeof DerivationFixture>;

/** Events from lines such as `120 [m 1.0.0] pull image success`; a `!` before the text makes it abnormal. */
export function feed(...lines: readonly string[]): ServiceEvent[] {
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

/** Derives a fixture, in the format of its file. */
export function derivedFixture({ feed: lines, statuses = [] }: Pick<DerivationFixture, "feed" | "statuses">) {
  const { deployments } = deriveDeployments({ serviceId: "made-up", events: feed(...lines), statuses });
  return deployments.map(({ deployment }) => told(deployment));
}

function told({ kind, outcome, startedAtMs, endedAtMs, endedBy, failure, flags, ...rest }: Deployment) {
  return {
    ...{ kind, outcome, startedAtMs, endedAtMs, endedBy, cause: failure?.cause ?? null, flags },
    phases: rest.phases.map(({ model, ...run }) => ({
      model: model === null ? null : `${model.name} ${model.version}`,
      ...run,
    })),
    gaps: rest.gaps.map(({ after, before, ms }) => `${after}→${before} ${ms}`),
  };
}
