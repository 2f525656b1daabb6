// `npm run backtest`: measures, on the simulator's history, the accuracy of estimates of remaining time.
import { countOption, runCommand, splitOptions, UsageError } from "@deploy-lens/command";
import { type DerivedDeployment, deriveDeployments } from "@deploy-lens/core/derive";
import { deploymentDurations } from "@deploy-lens/core/durations";
import {
  type BacktestEstimate,
  type EtaBacktest,
  type Replayable,
  replayEstimates,
  summarizeEstimates,
} from "@deploy-lens/core/eta/backtest";
import {
  intervalsOfOpen,
  type PhaseInterval,
  type Progress,
  progressAt,
} from "@deploy-lens/core/eta/progress";
import { durationText } from "@deploy-lens/core/text/duration";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import { createScenario } from "@deploy-lens/simulator/demo/scenario";
import type { SimulatedService } from "@deploy-lens/simulator/service";

const HELP = `Replays the simulator's history: every five seconds of each successful deployment, estimates what remains from
nothing but the events known then, and compares with what remained and with two simpler rules.

  npm run backtest [-- options]

  --seed TEXT       of the simulated history; default deploy-lens
  --services N      default 24, and the live service with two models
  --days N          default 35, up to --as-of
  --as-of DATE      default 2026-11-28
  --json            every row as an object
  --help            this text

Columns: n deployments, estimates, the mean absolute error of p50 and of the two simpler rules (the mean of the last three
totals; the median of all), and how many estimates the deployment was done within: 50 % and 90 % are right.
`;

const ESTIMATE_EVERY_MS = 5_000;

/** Upper bounds of the rows by time already spent in a stage; the last is open. */
const SPENT_UP_TO_MS = [5_000, 15_000, 30_000, 60_000, 120_000, Number.POSITIVE_INFINITY];

const OPTIONS = {
  seed: { type: "string", default: "deploy-lens" },
  services: { type: "string", default: "24" },
  days: { type: "string", default: "35" },
  "as-of": { type: "string", default: "2026-11-28" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

interface Row {
  readonly label: string;
  readonly backtest: EtaBacktest;
}

function run(values: ReturnType<typeof splitOptions<typeof OPTIONS>>): void {
  const nowMs = Date.parse(values["as-of"]);
  if (Number.isNaN(nowMs)) throw new UsageError(`--as-of takes a date, not "${values["as-of"]}"`);
  const services = createScenario(
    {
      seed: values.seed,
      services: countOption("services", values.services),
      days: countOption("days", values.days),
      live: { historyMs: 86_400_000 },
      sample: false,
    },
    nowMs,
  );
  const byService = services.map((service) => ({
    name: service.name,
    estimates: replayEstimates(replayables(service, nowMs), ESTIMATE_EVERY_MS),
  }));
  const estimates = byService.flatMap((service) => service.estimates);
  const rows = [
    ...rowOf("all", estimates),
    ...byStage(estimates),
    ...byService.flatMap((service) => rowOf(service.name, service.estimates)),
  ];
  if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else process.stdout.write(`${[HEADER, ...rows.map(lineOf)].join("\n")}\n`);
}

function rowOf(label: string, estimates: readonly BacktestEstimate[]): Row[] {
  const backtest = summarizeEstimates(estimates);
  return backtest === null ? [] : [{ label, backtest }];
}

/** A row per stage, followed by a row per range of time already spent in it. */
function byStage(estimates: readonly BacktestEstimate[]): Row[] {
  const stages = Map.groupBy(estimates, ({ progress: { stage } }) =>
    stage.kind === "phase" ? stage.phase : `wait after ${stage.after}`,
  );
  return [...stages].flatMap(([stage, own]) => [
    ...rowOf(stage, own),
    ...SPENT_UP_TO_MS.flatMap((toMs, i) => {
      const fromMs = SPENT_UP_TO_MS[i - 1] ?? 0;
      const label = Number.isFinite(toMs)
        ? `${fromMs / 1_000}–${toMs / 1_000} s`
        : `${fromMs / 1_000} s and more`;
      const spent = ({ progress }: BacktestEstimate) =>
        progress.stageElapsedMs >= fromMs && progress.stageElapsedMs < toMs;
      return rowOf(`  ${label}`, own.filter(spent));
    }),
  ]);
}

/** Every deployment of a service, with its final state and its state after each event. */
function replayables(service: SimulatedService, nowMs: number): Replayable[] {
  const statuses = service
    .attempts(nowMs)
    .filter(({ endedBy, outcome }) => endedBy === "service_status" && outcome === "success")
    .map(({ endedAtMs }) => ({ status: "running", transitionAtMs: endedAtMs }));
  const { deployments } = deriveDeployments({
    serviceId: service.id,
    events: service.events(nowMs),
    statuses,
  });
  return deployments.map((derived) => ({
    durations: deploymentDurations(derived.deployment),
    progressAfter: progressByEvents(derived),
  }));
}

/** Derives again with each further event. */
function progressByEvents({ deployment, events }: DerivedDeployment): (elapsedMs: number) => Progress {
  const { serviceId, startedAtMs } = deployment;
  const intervalsByCount = new Map<number, PhaseInterval[]>();
  return (elapsedMs) => {
    const known = events
      .map(({ event }) => event)
      .filter(({ occurredAtMs }) => occurredAtMs <= startedAtMs + elapsedMs);
    const open = () => deriveDeployments({ serviceId, events: known }).deployments.at(-1)?.deployment;
    const intervals = intervalsByCount.get(known.length) ?? intervalsOf(open());
    intervalsByCount.set(known.length, intervals);
    return progressAt(intervals, elapsedMs);
  };
}

function intervalsOf(open: Deployment | undefined): PhaseInterval[] {
  return open === undefined ? [] : intervalsOfOpen(open);
}

const HEADER = `${"".padEnd(26)}${"n".padStart(6)}${"estimates".padStart(11)}${"error".padStart(14)}${"last three".padStart(14)}${"median".padStart(14)}${"within p50".padStart(12)}${"within p90".padStart(12)}`;

function lineOf({ label, backtest }: Row): string {
  const { estimate, meanOfLastThree, median } = backtest.meanAbsoluteErrorMs;
  const errors = [estimate, meanOfLastThree, median].map((ms) => durationText(ms).padStart(14)).join("");
  const coverage = [backtest.p50Coverage, backtest.p90Coverage]
    .map((share) => `${(share * 100).toFixed(1)} %`.padStart(12))
    .join("");
  const counts = `${String(backtest.deployments).padStart(6)}${String(backtest.estimates).padStart(11)}`;
  return `${label.padEnd(26)}${counts}${errors}${coverage}`;
}

await runCommand("backtest", async () => {
  const values = splitOptions(process.argv.slice(2), OPTIONS);
  if (values.help) process.stdout.write(HELP);
  else run(values);
});
