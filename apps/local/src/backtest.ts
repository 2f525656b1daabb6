// `npm run backtest`: how good the estimates of remaining time would have been on the simulator's history.
import { parseArgs } from "node:util";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { type DeploymentDurations, deploymentDurations } from "@deploy-lens/core/durations";
import { backtestEta, type EtaBacktest } from "@deploy-lens/core/eta/backtest";
import { durationText } from "@deploy-lens/core/text/duration";
import { createScenario } from "@deploy-lens/simulator/demo/scenario";
import type { SimulatedService } from "@deploy-lens/simulator/service";

const HELP = `Replays the simulator's history: at 0, 25, 50 and 75 % of each successful deployment, estimates what remains from
nothing but what was known then, and compares with what remained and with two simpler rules.

  npm run backtest [-- options]

  --seed TEXT       of the simulated history; default deploy-lens
  --services N      default 24
  --days N          default 35
  --json            one object per service
  --help            this text
`;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "deploy-lens" },
    services: { type: "string", default: "24" },
    days: { type: "string", default: "35" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

interface Row {
  readonly service: string;
  readonly backtest: EtaBacktest;
}

function run(): void {
  const nowMs = Date.now();
  const scenario = { seed: values.seed, services: Number(values.services), days: Number(values.days) };
  const services = createScenario({ ...scenario, live: false, sample: false }, nowMs);
  const rows = services.flatMap((service): Row[] => {
    const backtest = backtestEta(historyOf(service, nowMs));
    return backtest === null ? [] : [{ service: service.name, backtest }];
  });
  if (values.json) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  const all = { service: "all", backtest: together(rows.map((row) => row.backtest)) };
  for (const line of [HEADER, ...[...rows, all].map(lineOf)]) process.stdout.write(`${line}\n`);
}

/** Every deployment of a service, its status transitions known as a pipeline that never slept would know them. */
function historyOf(service: SimulatedService, nowMs: number): DeploymentDurations[] {
  const statuses = service
    .attempts(nowMs)
    .filter(({ endedBy, outcome }) => endedBy === "service_status" && outcome === "success")
    .map(({ endedAtMs }) => ({ status: "running", transitionAtMs: endedAtMs }));
  const { deployments } = deriveDeployments({
    serviceId: service.id,
    events: service.events(nowMs),
    statuses,
  });
  return deployments.map(({ deployment }) => deploymentDurations(deployment));
}

const HEADER = `${"service".padEnd(24)}${"n".padStart(5)}${"estimates".padStart(11)}${"error".padStart(14)}${"last three".padStart(14)}${"median".padStart(14)}${"within p90".padStart(12)}`;

function lineOf({ service, backtest }: Row): string {
  const { estimate, meanOfLastThree, median } = backtest.meanAbsoluteErrorMs;
  const errors = [estimate, meanOfLastThree, median].map((ms) => durationText(ms).padStart(14)).join("");
  const coverage = `${(backtest.p90Coverage * 100).toFixed(1)} %`.padStart(12);
  const counts = `${String(backtest.deployments).padStart(5)}${String(backtest.estimates).padStart(11)}`;
  return `${service.padEnd(24)}${counts}${errors}${coverage}`;
}

/** Errors and coverage over all services, each estimate counting once. */
function together(backtests: readonly EtaBacktest[]): EtaBacktest {
  const estimates = backtests.reduce((sum, one) => sum + one.estimates, 0);
  const mean = (of: (one: EtaBacktest) => number) =>
    backtests.reduce((sum, one) => sum + of(one) * one.estimates, 0) / Math.max(1, estimates);
  return {
    deployments: backtests.reduce((sum, one) => sum + one.deployments, 0),
    estimates,
    meanAbsoluteErrorMs: {
      estimate: mean((one) => one.meanAbsoluteErrorMs.estimate),
      meanOfLastThree: mean((one) => one.meanAbsoluteErrorMs.meanOfLastThree),
      median: mean((one) => one.meanAbsoluteErrorMs.median),
    },
    p90Coverage: mean((one) => one.p90Coverage),
  };
}

if (values.help) process.stdout.write(HELP);
else run();
