import {
  compareDeployDurations,
  compareProjectDeployDurations,
} from "@deploy-lens/client/routes/compare-durations";
import { getDeployDurations, getProjectDeployDurations } from "@deploy-lens/client/routes/deploy-durations";
import { OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { COMMON_HELP } from "./command-line.ts";
import { CONNECTION_HELP, connectToApi, findService } from "./connection.ts";
import { drawStatistics } from "./draw-statistics.ts";
import { paletteFor } from "./palette.ts";
import { runApiCommand } from "./run-command.ts";
import { statsArguments } from "./stats-arguments.ts";

const HELP = `Shows how long deployments and their phases took, of a service or of all services of the project.

  npm run stats -- SERVICE [options]   SERVICE: a service's id, or its name
  npm run stats -- [options]           of the whole project

  --from TIME        deployments that started at TIME or later; default 30 days before --to
  --to TIME          deployments that started before TIME; default now
  --outcome WORDS    ${OUTCOMES.join(", ")}, any; default success
  --model MODEL      "name version", or a name
  --group-by WORDS   phase (default), day, model, outcome, of the project service too; several with commas:
                     model,phase sets models side by side
  --quantiles LIST   default 0.5,0.9,0.99
  --compare          with the window of equal length before; or --compare-to FROM/TO
  --json             print the API's answer
${CONNECTION_HELP}${COMMON_HELP}`;

await runApiCommand("stats", async () => {
  const options = statsArguments(process.argv.slice(2), { env: process.env, terminal: process.stdout });
  if (options.isHelp) {
    process.stdout.write(HELP);
    return;
  }
  const connection = connectToApi(options, process.env, options.language);
  const { client, projectId } = connection;
  const { groupBy, ...query } = options.query;
  const isCompared = query.compareTo !== undefined;
  const ofProject = () =>
    (isCompared ? compareProjectDeployDurations : getProjectDeployDurations)(client, {
      projectId,
      ...options.query,
    });
  const ofService = async (service: string) =>
    (isCompared ? compareDeployDurations : getDeployDurations)(client, {
      projectId,
      serviceId: await findService(connection, service),
      ...query,
      groupBy: groupBy?.filter((word) => word !== "service"),
    });
  const answer = await (options.service === null ? ofProject() : ofService(options.service));
  if (options.json) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  const palette = paletteFor(process.stdout);
  process.stdout.write(`${drawStatistics(answer, { ...options, palette }).join("\n")}\n`);
});
