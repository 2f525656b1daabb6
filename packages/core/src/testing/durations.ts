import * as fc from "fast-check";
import {
  DAY_MS,
  type DeploymentDurations,
  type PhaseDuration,
  UNMEASURED_REASONS,
  utcDay,
} from "../durations/index.ts";
import { OUTCOMES } from "../vocabulary/deployment.ts";
import { PHASES, type Phase } from "../vocabulary/phase.ts";
import { DEPLOYMENT_KINDS, FAILURE_CAUSES, type ModelVersion } from "../vocabulary/signal.ts";

const FIRST_DAY_MS = Date.UTC(2026, 9, 1);

/** The relevant fields of a made-up deployment; the rest is filled in. */
export interface Outline extends Partial<DeploymentDurations> {
  /** Duration of each phase, one after the other, without gaps. */
  readonly walls?: Partial<Record<Phase, number>>;
}

/** A made-up contribution: a success of one model on 2026-10-01, its phases one after the other. */
export function durationsOf({ walls = {}, ...rest }: Outline = {}): DeploymentDurations {
  const startedAtMs = rest.startedAtMs ?? FIRST_DAY_MS;
  const models = rest.models ?? [{ name: "resnet", version: "1.0.0" }];
  const phases: PhaseDuration[] = [];
  let startedAfterMs = 0;
  for (const phase of PHASES) {
    const wallMs = walls[phase];
    if (wallMs === undefined) continue;
    phases.push({ phase, startedAfterMs, wallMs, criticalMs: wallMs, unmeasured: null });
    startedAfterMs += wallMs;
  }
  return {
    id: `deploy-${startedAtMs}`,
    serviceId: "service-a",
    startedAtMs,
    day: utcDay(startedAtMs),
    kind: "deploy",
    outcome: "success",
    failureCause: null,
    models,
    totalMs: startedAfterMs,
    gapMs: 0,
    phases,
    modelPhases: models.flatMap((model) =>
      phases.map(({ phase, wallMs, unmeasured }) => ({ phase, model, wallMs, unmeasured })),
    ),
    ...rest,
  };
}

const MODELS: readonly ModelVersion[] = [
  { name: "resnet", version: "1.0.0" },
  { name: "resnet", version: "2.0.0" },
  { name: "bert base", version: "1.0.0" },
  { name: "__proto__", version: 'x","y' },
];

const ms = fc.oneof(fc.nat({ max: 100 }), fc.nat({ max: 4_000_000 }));
const time = fc.oneof(
  { weight: 5, arbitrary: fc.record({ wallMs: ms, unmeasured: fc.constant(null) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      wallMs: fc.option(ms),
      unmeasured: fc.constantFrom(...UNMEASURED_REASONS),
    }),
  },
);
const phaseSubset = fc.subarray([...PHASES]);

/** Any contribution to one of `days` UTC days from 2026-10-01 on, of one of three services. */
export function anyDurations(days = 3): fc.Arbitrary<DeploymentDurations> {
  return fc
    .record({
      startedAfterMs: fc.nat({ max: days * DAY_MS - 1 }),
      serviceId: fc.constantFrom("service-a", "service-b", "service-c"),
      kind: fc.constantFrom(...DEPLOYMENT_KINDS),
      outcome: fc.oneof(fc.constant("success" as const), fc.constantFrom(null, ...OUTCOMES)),
      failureCause: fc.constantFrom(null, ...FAILURE_CAUSES),
      models: fc.subarray([...MODELS]),
      totalMs: ms,
      gapMs: ms,
    })
    .chain(({ startedAfterMs, totalMs, ...rest }) =>
      fc.record({ phases: phasesOf(), modelPhases: modelPhasesOf(rest.models) }).map((runs) => ({
        ...rest,
        ...runs,
        id: `${rest.serviceId}-${startedAfterMs}`,
        startedAtMs: FIRST_DAY_MS + startedAfterMs,
        day: utcDay(FIRST_DAY_MS + startedAfterMs),
        totalMs: rest.outcome === null ? null : totalMs,
        failureCause: rest.outcome === "failure" ? rest.failureCause : null,
      })),
    );
}

function phasesOf(): fc.Arbitrary<PhaseDuration[]> {
  return phaseSubset.chain((phases) =>
    fc.tuple(
      ...phases.map((phase) =>
        fc
          .tuple(time, fc.option(ms), ms)
          .map(([own, startedAfterMs, criticalMs]) => ({ phase, startedAfterMs, criticalMs, ...own })),
      ),
    ),
  );
}

function modelPhasesOf(models: readonly ModelVersion[]): fc.Arbitrary<DeploymentDurations["modelPhases"]> {
  return fc
    .tuple(
      ...models.map((model) =>
        phaseSubset.chain((phases) =>
          fc.tuple(...phases.map((phase) => time.map((own) => ({ phase, model, ...own })))),
        ),
      ),
    )
    .map((byModel) => byModel.flat());
}
