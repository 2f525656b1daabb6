import { createReadStream } from "node:fs";
import { createInterface } from "node:readline/promises";
import { openTable } from "@deploy-lens/analytics/commands/open-table";
import { runTableCommand } from "@deploy-lens/analytics/commands/run-command";
import { importLines } from "@deploy-lens/analytics/commands/transfer";
import { COMMAND_OPTIONS, onTable, TABLE_HELP, tableCommand } from "./table-of.ts";

const HELP = `Stores what "npm run export" wrote: facts, and the deployments and statistics that follow from them.

  npm run import -- [options] < history.ndjson
  npm run import -- [options] --input FILE

${TABLE_HELP}  --input FILE       default: standard input

Safe to repeat and to interrupt: what is stored already is not written again, so start it again to go on. A line that cannot be read
or stored is named on standard error and costs that line alone; the exit code is then 1.
`;

await runTableCommand("import", (signal) =>
  tableCommand({ ...COMMAND_OPTIONS, input: { type: "string" } }, HELP, (values) =>
    onTable(values, process.env, async (options) => {
      const table = openTable(options, process.env);
      const input = values.input === undefined ? process.stdin : createReadStream(String(values.input));
      try {
        const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
        const report = await importLines(table.store, lines, {
          signal,
          onFailure: (line, problem) => process.stderr.write(`line ${line}: ${problem}\n`),
        });
        const { rows, writes, deployments, failures } = report;
        process.stdout.write(
          options.json
            ? `${JSON.stringify({ ...report, dryRun: options.dryRun }, null, 2)}\n`
            : `${rows} rows read, ${deployments} deployments new or different, ${writes} items written, ${failures.length} rows failed\n`,
        );
        return failures.length === 0 && !signal.aborted;
      } finally {
        table.close();
      }
    }),
  ),
);
