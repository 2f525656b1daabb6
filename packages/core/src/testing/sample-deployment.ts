import type { Deployment, PhaseRun } from "../deployment.ts";
import type { Phase } from "../phase.ts";

const START = 1_562_597_251_764;
const model = { name: "zcjtestTF", version: "3.0.0" };

function run(phase: Phase, begin: number, end: number | null, flags: PhaseRun["flags"] = []): PhaseRun {
  const wallMs = end === null ? null : end - begin;
  return {
    phase,
    model,
    startedAtMs: START + begin,
    endedAtMs: end === null ? null : START + end,
    wallMs,
    activeMs: wallMs,
    attempts: 1,
    criticalMs: wallMs ?? 0,
    outcome: end === null ? null : "success",
    flags,
  };
}

const phases: readonly PhaseRun[] = [
  run("build_image", 24, 41),
  run("prepare_environment", 3_980, 24_151),
  run("schedule_resource", 24_151, 24_157, ["implied_start"]),
  run("pull_image", 24_164, 80_806),
  run("start_model", 80_818, null),
];

/** What the documented sample of the API reference derives to: open, with `start_model` running. */
export const SAMPLE_DEPLOYMENT: Deployment = {
  id: "1562597251764-deploy",
  serviceId: "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e",
  kind: "deploy",
  outcome: null,
  startedAtMs: START,
  endedAtMs: null,
  endedBy: null,
  totalMs: null,
  observedMs: 80_818,
  lastEventAtMs: START + 80_818,
  models: [model],
  phases,
  summary: phases.map(({ phase, wallMs, criticalMs }) => ({
    phase,
    wallMs,
    criticalMs,
    attempts: 1,
    measured: wallMs !== null,
  })),
  gaps: [
    { after: "start", before: "build_image", startedAtMs: START, ms: 24 },
    { after: "build_image", before: "prepare_environment", startedAtMs: START + 41, ms: 3_939 },
    { after: "schedule_resource", before: "pull_image", startedAtMs: START + 24_157, ms: 7 },
    { after: "pull_image", before: "start_model", startedAtMs: START + 80_806, ms: 12 },
  ],
  failure: null,
  flags: ["stalled"],
  unclassified: 0,
  eventCount: 9,
};
