import { listFindings, listServiceFindings } from "@deploy-lens/client/routes/findings";
import { FINDING_STATES } from "@deploy-lens/core/findings";
import { COMMON_HELP } from "./command-line.ts";
import { CONNECTION_HELP, connectToApi, findService } from "./connection.ts";
import { drawFindings } from "./draw-findings.ts";
import { findingsArguments } from "./findings-arguments.ts";
import { runApiCommand } from "./run-command.ts";

const HELP = `Lists lasting changes in a project's services: which phase changed, since when, by how much.

  npm run findings [-- SERVICE] [options]   SERVICE: a service's id, or its name; without it, all services

  --state WORDS   ${FINDING_STATES.join(", ")}; several with commas; default open
  --json          print the API's answer
${CONNECTION_HELP}${COMMON_HELP}`;

await runApiCommand("findings", async () => {
  const options = findingsArguments(process.argv.slice(2), { env: process.env, terminal: process.stdout });
  if (options.isHelp) {
    process.stdout.write(HELP);
    return;
  }
  const connection = connectToApi(options, process.env, options.language);
  const { client, projectId } = connection;
  const request = { projectId, state: options.states, limit: 200 };
  const answer =
    options.service === null
      ? await listFindings(client, request)
      : await listServiceFindings(client, {
          ...request,
          serviceId: await findService(connection, options.service),
        });
  const lines = options.json ? [JSON.stringify(answer, null, 2)] : drawFindings(answer, options.language);
  process.stdout.write(`${lines.join("\n")}\n`);
});
