import type * as core from "@deploy-lens/core/deployment";
import type { Severity } from "@deploy-lens/core/service-event";
import type { Classification } from "@deploy-lens/core/signal";
import { expectTypeOf, test } from "vitest";
import type { Deployment, Gap, PhaseRun } from "./deployment.ts";
import type { DeploymentSummary, PhaseSummary } from "./deployment-summary.ts";
import type { Event } from "./events.ts";
import type { Failure } from "./failure.ts";

// The compiler is the assertion here: whatever the domain can say, an answer can say.

test("an event says what classification says", () => {
  expectTypeOf<Event["severity"]>().toEqualTypeOf<Severity>();
  expectTypeOf<Classification>().toExtend<
    Pick<Event, "signal" | "phase" | "operation" | "model" | "cause" | "rule" | "attested">
  >();
});

test("a deployment says what the domain's says", () => {
  type Same = "id" | "serviceId" | "kind" | "outcome" | "endedBy" | "totalMs" | "observedMs" | "unclassified";
  expectTypeOf<core.Deployment>().toExtend<Pick<Deployment, Same | "eventCount">>();
  expectTypeOf<core.Deployment>().toExtend<Pick<DeploymentSummary, Same>>();
  expectTypeOf<core.DeploymentFlag>().toEqualTypeOf<Deployment["flags"][number]>();
  expectTypeOf<core.PhaseSummary>().toEqualTypeOf<Readonly<PhaseSummary>>();
});

test("its parts say what the domain's parts say", () => {
  expectTypeOf<core.PhaseRun>().toExtend<
    Pick<PhaseRun, "phase" | "model" | "wallMs" | "activeMs" | "attempts" | "criticalMs" | "outcome">
  >();
  expectTypeOf<core.PhaseFlag>().toEqualTypeOf<PhaseRun["flags"][number]>();
  expectTypeOf<core.Gap>().toExtend<Pick<Gap, "after" | "before" | "ms">>();
  expectTypeOf<core.Failure>().toExtend<Pick<Failure, "cause" | "message">>();
});
