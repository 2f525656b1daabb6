import { splitOptions } from "@deploy-lens/command";
import { forEachService, type NamedService } from "./each-service.ts";
import { openTable } from "./open-table.ts";
import { COMMON_HELP, COMMON_OPTIONS, type CommonOptions, commonOptions } from "./options.ts";
import { createProgress } from "./progress.ts";
import { reportWork } from "./report-work.ts";
import { runTableCommand } from "./run-command.ts";
import { chosenServices } from "./stored-services.ts";

const HELP = `Derives deployments and rollups again from the archived events: after the rules have improved.

  npm run rebuild -- [options]

${COMMON_HELP}
Does not call the upstream. Safe to repeat, to interrupt, and to run alongside live traffic: only differences are written.
`;

interface Totals {
  readonly deployments: number;
  readonly differences: number;
  readonly writes: number;
}

await runTableCommand("rebuild", async (signal) => {
  const values = splitOptions(process.argv.slice(2), COMMON_OPTIONS);
  if (values.help === true) {
    process.stdout.write(HELP);
    return true;
  }
  return rebuild(commonOptions(values, process.env), signal);
});

async function rebuild(options: CommonOptions, signal: AbortSignal): Promise<boolean> {
  const progress = createProgress(process.stderr, Date.now);
  const table = openTable(options, process.env);
  try {
    const services = await chosenServices(table.store, options);
    const report = await forEachService<NamedService, Totals>(services, {
      ...options,
      progress,
      signal,
      totals: { deployments: 0, differences: 0, writes: 0 },
      work: (service) => table.store.rederive({ ...service }),
      add: (a, b) => ({
        deployments: a.deployments + b.deployments,
        differences: a.differences + b.differences,
        writes: a.writes + b.writes,
      }),
      summarize,
    });
    progress.end();
    return reportWork(report, options, summarize);
  } finally {
    table.close();
  }
}

function summarize({ deployments, differences, writes }: Totals): string {
  return `${deployments} deployments derived, ${differences} differ, ${writes} items written`;
}
