import { runTableCommand } from "@deploy-lens/analytics/commands/run-command";
import { verify } from "@deploy-lens/analytics/commands/verify";
import { COMMAND_OPTIONS, onTable, TABLE_HELP, tableCommand } from "./table-of.ts";

const HELP = `Recomputes everything that is stored, and prints what differs: deployments from their events, rollups from deployments.

  npm run verify -- [options]

  --repair           counts the days of projects that differ anew, from the days of their services
${TABLE_HELP}
Exit code: 0 when all agrees, 1 when something differs or cannot be read. Without --repair it writes nothing. While the pipeline runs, what is on its
way may be reported: run it again.
`;

await runTableCommand("verify", (signal) =>
  tableCommand({ ...COMMAND_OPTIONS, repair: { type: "boolean" } } as const, HELP, (values) =>
    onTable(values, process.env, (options) =>
      verify({ ...options, repair: values.repair ?? false }, process.env, signal),
    ),
  ),
);
