import { once } from "node:events";
import { openTable } from "@deploy-lens/analytics/commands/open-table";
import { runTableCommand } from "@deploy-lens/analytics/commands/run-command";
import { chosenServices } from "@deploy-lens/analytics/commands/stored-services";
import { exportService, HEADER } from "@deploy-lens/analytics/commands/transfer";
import { COMMAND_OPTIONS, onTable, TABLE_HELP, tableCommand } from "./table-of.ts";

const HELP = `Writes what is stored to standard output, one JSON object a line: the facts of each service and day, and its deployments.

  npm run --silent export -- [options] > history.ndjson

${TABLE_HELP}
"npm run import" reads it, into another table or the same one.
`;

await runTableCommand("export", (signal) =>
  tableCommand(COMMAND_OPTIONS, HELP, (values) =>
    onTable(values, process.env, async (options) => {
      const table = openTable(options, process.env);
      let rows = 0;
      const write = async (line: string) => {
        if (!process.stdout.write(`${line}\n`)) await once(process.stdout, "drain");
      };
      try {
        await write(HEADER);
        const services = await chosenServices(table.store, options);
        for (const service of services) {
          for await (const line of exportService(table.store, service)) {
            signal.throwIfAborted();
            await write(line);
            rows += 1;
          }
        }
        process.stderr.write(`${services.length} services, ${rows} rows written\n`);
        return true;
      } finally {
        table.close();
      }
    }),
  ),
);
