import type { ConfiguredModel } from "@deploy-lens/core/event/configuration";
import type { Severity } from "@deploy-lens/core/event/service-event";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import type { DurationStatistics } from "@deploy-lens/core/statistics";
import type { GroupKey } from "@deploy-lens/core/statistics/tally";
import type * as core from "@deploy-lens/core/vocabulary/deployment";
import type { Classification } from "@deploy-lens/core/vocabulary/signal";
import { expectTypeOf, test } from "vitest";
import type { ConfigurationAnswer, ModelConfiguration } from "./deployments/configuration.ts";
import type { DeploymentAnswer, GapAnswer, PhaseRunAnswer } from "./deployments/deployment.ts";
import type { DeploymentSummary, PhaseSummaryAnswer } from "./deployments/deployment-summary.ts";
import type { Event } from "./events/events.ts";
import type { FailureAnswer } from "./fields/failure.ts";
import type { DeployDurations, GroupKeyAnswer } from "./statistics/deploy-durations.ts";

// Every value of the domain types is a valid answer. The compiler checks it (`types` in `npm test`); nothing runs.

test("an event says what classification says", () => {
  expectTypeOf<Event["severity"]>().toEqualTypeOf<Severity>();
  expectTypeOf<Classification>().toExtend<
    Pick<Event, "signal" | "phase" | "operation" | "model" | "cause" | "rule" | "attested">
  >();
});

test("a deployment says what the domain's says", () => {
  type Same = "id" | "serviceId" | "kind" | "outcome" | "endedBy" | "totalMs" | "observedMs" | "unclassified";
  expectTypeOf<core.Deployment>().toExtend<Pick<DeploymentAnswer, Same | "eventCount">>();
  expectTypeOf<core.Deployment>().toExtend<Pick<DeploymentSummary, Same>>();
  expectTypeOf<core.DeploymentFlag>().toEqualTypeOf<DeploymentAnswer["flags"][number]>();
  expectTypeOf<core.PhaseSummary>().toEqualTypeOf<Readonly<PhaseSummaryAnswer>>();
});

test("its parts say what the domain's parts say", () => {
  expectTypeOf<core.PhaseRun>().toExtend<
    Pick<PhaseRunAnswer, "phase" | "model" | "wallMs" | "activeMs" | "attempts" | "criticalMs" | "outcome">
  >();
  expectTypeOf<core.PhaseFlag>().toEqualTypeOf<PhaseRunAnswer["flags"][number]>();
  expectTypeOf<core.Gap>().toExtend<Pick<GapAnswer, "after" | "before" | "ms">>();
  expectTypeOf<core.Failure>().toExtend<Pick<FailureAnswer, "cause" | "message">>();
});

test("statistics say what the domain's say", () => {
  type Same = "excluded" | "outcomes" | "failureCauses" | "method" | "relativeError";
  expectTypeOf<Pick<DurationStatistics, Same>>().toExtend<DeepReadonly<Pick<DeployDurations, Same>>>();
  type Shown = Omit<DeployDurations["total"], "share" | "histogram" | "percentiles"> & {
    histogram: NonNullable<DeployDurations["total"]["histogram"]>;
  };
  expectTypeOf<DurationStatistics["total"]>().toExtend<DeepReadonly<Shown>>();
  expectTypeOf<Omit<GroupKey, "service">>().toExtend<DeepReadonly<Omit<GroupKeyAnswer, "service">>>();
});

test("a configuration says what an update log says", () => {
  expectTypeOf<Omit<UpdateLogEntry, "updatedAtMs" | "models">>().toExtend<
    DeepReadonly<Omit<ConfigurationAnswer, "updatedAt" | "models">>
  >();
  expectTypeOf<Required<ConfiguredModel>>().toExtend<DeepReadonly<ModelConfiguration>>();
});

type DeepReadonly<Value> = Value extends object
  ? { readonly [Name in keyof Value]: DeepReadonly<Value[Name]> }
  : Value;
