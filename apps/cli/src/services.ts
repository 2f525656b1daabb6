import { SERVICE_COLUMNS } from "@deploy-lens/api/csv/list-csv";
import type { Service } from "@deploy-lens/api/services/services";
import { eachService } from "@deploy-lens/client/routes/pages";
import { splitOptions } from "@deploy-lens/command";
import { SERVICE_STATUSES } from "@deploy-lens/core/vocabulary/status";
import { COMMON_HELP, COMMON_OPTIONS, commonArguments } from "./command-line.ts";
import { CONNECTION_HELP, CONNECTION_OPTIONS, connectToApi } from "./connection.ts";
import { deploymentLines } from "./deployment-line.ts";
import type { DrawOptions } from "./draw-deployment.ts";
import { wordsOption } from "./events-arguments.ts";
import { csvOf, LIST_HELP, LIST_OPTIONS, listArguments, takeItems } from "./list-arguments.ts";
import { paletteFor } from "./palette.ts";
import { runApiCommand } from "./run-command.ts";
import { fitColumns, safeText } from "./terminal-text.ts";

const HELP = `Lists the services of a project, each with its latest deployment.

  npm run services -- [options]

  --search TEXT      TEXT occurs in the name or id
  --status WORDS     ${SERVICE_STATUSES.join(", ")}
${LIST_HELP}  --json             print {"services": […]} as the API answers them
${CONNECTION_HELP}${COMMON_HELP}`;

const OPTIONS = {
  ...COMMON_OPTIONS,
  ...CONNECTION_OPTIONS,
  ...LIST_OPTIONS,
  search: { type: "string" },
  status: { type: "string" },
} as const;

const NEVER_DEPLOYED = { en: "no deployment seen yet", zh: "尚未观察到部署" } as const;

await runApiCommand("services", async () => {
  const values = splitOptions(process.argv.slice(2), OPTIONS);
  const options = {
    ...commonArguments(values, { env: process.env, terminal: process.stdout }),
    ...listArguments(values),
    palette: paletteFor(process.stdout),
  };
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { client, projectId } = connectToApi(values, process.env, options.language);
  const request = {
    projectId,
    search: values.search,
    status: wordsOption("status", values.status, SERVICE_STATUSES),
    sort: "name",
  } as const;
  const services = await takeItems(eachService(client, request), options.limit);
  if (options.csv) process.stdout.write(csvOf(SERVICE_COLUMNS, services));
  else if (options.json) process.stdout.write(`${JSON.stringify({ services }, null, 2)}\n`);
  else process.stdout.write(services.map((service) => drawService(service, options)).join(""));
  if (services.length === 0) process.stderr.write("No services match.\n");
});

function drawService(
  { id, name, status, latestDeployment }: Service,
  options: DrawOptions & { readonly lineColumns: number },
): string {
  const { language, palette, lineColumns: columns } = options;
  const latest =
    latestDeployment === null
      ? [NEVER_DEPLOYED[language]]
      : deploymentLines(latestDeployment, null, { ...options, columns: columns - 2 });
  const title = fitColumns(`${safeText(name)}  ${safeText(status)}  ${id}`, columns);
  return [palette.bold(title), ...latest.map((line) => `  ${line}`)].map((line) => `${line}\n`).join("");
}
