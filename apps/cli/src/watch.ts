import { setTimeout as sleep } from "node:timers/promises";
import type { Deployment } from "@deploy-lens/api/deployment";
import { getDeployment } from "@deploy-lens/client/deployments";
import { isProblem } from "@deploy-lens/client/errors";
import type { CallOptions } from "@deploy-lens/client/transport";
import { COMMON_HELP, COMMON_OPTIONS, commonArguments, splitArguments } from "./command-line.ts";
import { CONNECTION_HELP, CONNECTION_OPTIONS, type Connection, connect, findService } from "./connection.ts";
import { drawProgress } from "./draw-progress.ts";
import { paletteFor } from "./palette.ts";
import { runCommand } from "./run-command.ts";
import { UsageError } from "./usage-error.ts";

const HELP = `Watches a service's latest deployment until it ends: what it is doing, and how long it is likely to take.

  npm run watch -- SERVICE [options]   SERVICE: a service's id, or its name

  --once             one look, then end
  --json             one line of JSON whenever something changed
${CONNECTION_HELP}${COMMON_HELP}
Ends with 0 when the deployment succeeded, 3 when it ended otherwise.
`;

const POLL_MS = 2_000;

await runCommand("watch", async () => {
  const { values, positionals } = splitArguments(process.argv.slice(2), {
    ...COMMON_OPTIONS,
    ...CONNECTION_OPTIONS,
    once: { type: "boolean" },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [service, ...more] = positionals;
  if (service === undefined || more.length > 0) {
    throw new UsageError("name one SERVICE, by its id or name; --help tells more");
  }
  const options = commonArguments(values, { env: process.env, terminal: process.stdout });
  const connection = connect(values, process.env, options.language);
  const serviceId = await findService(connection, service);
  const palette = paletteFor(process.stdout);
  const show = options.json
    ? (deployment: Deployment) => process.stdout.write(`${JSON.stringify(deployment)}\n`)
    : redrawing((deployment) => drawProgress(deployment, Date.now(), { ...options, palette }));
  await watch(connection, serviceId, values.once ?? false, show);
});

async function watch(
  { client, projectId }: Connection,
  serviceId: string,
  once: boolean,
  show: (deployment: Deployment) => void,
): Promise<void> {
  const ended = new AbortController();
  process.on("SIGINT", () => ended.abort());
  process.on("SIGTERM", () => ended.abort());
  const call: CallOptions = { signal: ended.signal };
  let deploymentId = "latest";
  try {
    for (;;) {
      const deployment = await getDeployment(client, { projectId, serviceId, deploymentId }, call);
      // The one that was the latest at first is the one to watch, whatever begins after it.
      deploymentId = deployment.id;
      show(deployment);
      if (deployment.outcome !== null || once) {
        process.exitCode = deployment.outcome === "success" || deployment.outcome === null ? 0 : 3;
        return;
      }
      await sleep(POLL_MS, undefined, { signal: ended.signal });
    }
  } catch (error) {
    if (isProblem(error, "deployment-not-found"))
      throw new UsageError("this service has no deployment yet", { cause: error });
    if (!ended.signal.aborted) throw error;
  }
}

/** Draws in place where the output is a terminal; elsewhere a new drawing follows when it differs. */
function redrawing(draw: (deployment: Deployment) => string[]): (deployment: Deployment) => void {
  const { stdout } = process;
  let before: readonly string[] = [];
  return (deployment) => {
    const lines = draw(deployment);
    if (lines.join("\n") === before.join("\n")) return;
    if (stdout.isTTY && before.length > 0) {
      stdout.moveCursor(0, -before.length);
      stdout.clearScreenDown();
    }
    stdout.write(`${lines.join("\n")}\n`);
    before = lines;
  };
}
