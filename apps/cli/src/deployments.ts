import { PROJECT_DEPLOYMENT_COLUMNS } from "@deploy-lens/api/csv/list-csv";
import type { ProjectDeployment } from "@deploy-lens/api/deployments/project-deployments";
import { eachProjectDeployment } from "@deploy-lens/client/routes/pages";
import { DEPLOYMENT_FLAGS, OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { DEPLOYMENT_KINDS, FAILURE_CAUSES } from "@deploy-lens/core/vocabulary/signal";
import { COMMON_HELP } from "./command-line.ts";
import { CONNECTION_HELP, connectToApi, findService } from "./connection.ts";
import { deploymentLines } from "./deployment-line.ts";
import { type DeploymentsArguments, deploymentsArguments } from "./deployments-arguments.ts";
import { followDeployments } from "./follow-deployments.ts";
import { csvOf, LIST_HELP, takeItems } from "./list-arguments.ts";
import { paletteFor } from "./palette.ts";
import { runApiCommand } from "./run-command.ts";

const HELP = `Lists the deployments of all services of a project, the newest first.

  npm run deployments -- [options]

  --service NAMES    only of these services, by id or name; several with commas
  --from TIME        that started at TIME or later: ISO 8601 with Z or an offset, a UTC date, or epoch ms
  --to TIME          that started before TIME
  --outcome WORDS    open, ${OUTCOMES.join(", ")}
  --cause WORDS      ${FAILURE_CAUSES.join(", ")}
  --phase WORDS      that failed or timed out in: ${PHASES.join(", ")}
  --model MODEL      "name version", or a name
  --kind WORDS       ${DEPLOYMENT_KINDS.join(", ")}
  --flag WORDS       ${DEPLOYMENT_FLAGS.join(", ")}
  --min-ms MS        observed for MS or longer; --max-ms MS: or shorter
  --text TEXT        TEXT occurs in ids, models, cause or the platform's message
${LIST_HELP}  --follow           the last N, oldest first, then each that begins or ends, until Ctrl-C
  --json             print {"deployments": […]} as the API answers them; with --follow one a line
${CONNECTION_HELP}${COMMON_HELP}`;

await runApiCommand("deployments", async () => {
  const options = deploymentsArguments(process.argv.slice(2), {
    env: process.env,
    terminal: process.stdout,
  });
  if (options.isHelp) {
    process.stdout.write(HELP);
    return;
  }
  const connection = connectToApi(options, process.env, options.language);
  const { client, projectId } = connection;
  const service = await Promise.all(options.services.map((name) => findService(connection, name)));
  const request = { projectId, ...options.filters, ...(service.length > 0 && { service }) };
  if (options.follow) {
    await followDeployments(client, request, options.limit, printer(options));
    return;
  }
  const limit = Math.min(options.limit, 200);
  const deployments = await takeItems(eachProjectDeployment(client, { ...request, limit }), options.limit);
  if (options.csv) process.stdout.write(csvOf(PROJECT_DEPLOYMENT_COLUMNS, deployments));
  else if (options.json) process.stdout.write(`${JSON.stringify({ deployments }, null, 2)}\n`);
  else deployments.forEach(printer(options));
  if (deployments.length === 0) process.stderr.write("No deployments match.\n");
});

function printer(options: DeploymentsArguments): (deployment: ProjectDeployment) => void {
  const palette = paletteFor(process.stdout);
  return (deployment) => {
    const { serviceName, serviceId } = deployment;
    const lines = options.json
      ? [JSON.stringify(deployment)]
      : deploymentLines(deployment, serviceName ?? serviceId, {
          ...options,
          columns: options.lineColumns,
          palette,
        });
    process.stdout.write(`${lines.join("\n")}\n`);
  };
}
