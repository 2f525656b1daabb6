import { setTimeout as sleep } from "node:timers/promises";
import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import { isProblem } from "@deploy-lens/client/call/errors";
import { getDeployment } from "@deploy-lens/client/routes/deployments";
import { interruption, splitArguments, UsageError } from "@deploy-lens/command";
import { COMMON_HELP, COMMON_OPTIONS, commonArguments } from "./command-line.ts";
import {
  CONNECTION_HELP,
  CONNECTION_OPTIONS,
  type Connection,
  connectToApi,
  findService,
} from "./connection.ts";
import { drawProgress } from "./draw-progress.ts";
import { paletteFor } from "./palette.ts";
import { redrawing, type Screen } from "./redraw.ts";
import { runApiCommand } from "./run-command.ts";
import { recipientOf, tellEnd } from "./tell.ts";

const HELP = `Watches a service's latest deployment until it ends: what it is doing, and how long it is likely to take.

  npm run watch -- SERVICE [options]   SERVICE: a service's id, or its name

  --next             when the latest deployment has ended, wait for the next one to begin
  --timeout TIME     give up after TIME, such as 90s, 15m or 2h
  --once             show how it stands now, then end
  --json             one line of JSON whenever something changed
  --notify URL       tell a webhook or a bot of Slack, Feishu, DingTalk or WeCom how it ended;
                     DEPLOY_LENS_NOTIFY_SECRET signs it (whsec_… of a webhook, or the bot's)
${CONNECTION_HELP}${COMMON_HELP}
Ends with 0 when the deployment succeeded, 3 when it ended otherwise, 4 when --timeout ran out before that,
1 when --notify could not tell.
`;

const POLL_MS = 2_000;

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

const EXIT_NOT_SUCCEEDED = 3;
const EXIT_TIMED_OUT = 4;
const EXIT_UNTOLD = 1;

await runApiCommand("watch", async () => {
  const { values, positionals } = splitArguments(process.argv.slice(2), {
    ...COMMON_OPTIONS,
    ...CONNECTION_OPTIONS,
    next: { type: "boolean" },
    once: { type: "boolean" },
    timeout: { type: "string" },
    notify: { type: "string" },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [service, ...more] = positionals;
  if (service === undefined || more.length > 0) {
    throw new UsageError("name one SERVICE, by its id or name; see --help");
  }
  if (values.next && values.once) throw new UsageError("--next and --once exclude each other");
  const options = commonArguments(values, { env: process.env, terminal: process.stdout });
  const timeoutMs = timeoutOf(values.timeout);
  const recipient = values.notify === undefined ? null : recipientOf(values.notify, process.env);
  const connection = connectToApi(values, process.env, options.language);
  const serviceId = await findService(connection, service);
  const palette = paletteFor(process.stdout);
  const screen = options.json
    ? jsonLines()
    : redrawing(process.stdout, (deployment) => {
        // The terminal may have been resized.
        const columns =
          values.width === undefined ? (process.stdout.columns ?? options.columns) : options.columns;
        return drawProgress(deployment, Date.now(), { ...options, columns, palette });
      });
  const tell =
    recipient === null
      ? null
      : (ended: DeploymentAnswer, signal: AbortSignal) =>
          tellEnd(connection, ended, recipient, { language: options.language, signal });
  await watch(
    connection,
    serviceId,
    { next: values.next ?? false, once: values.once ?? false, timeoutMs, tell },
    screen,
  );
});

interface WatchOptions {
  readonly next: boolean;
  readonly once: boolean;
  /** `null`: no limit. */
  readonly timeoutMs: number | null;
  /** Tells a recipient how the deployment ended; answers why that failed, or `null`. */
  readonly tell: ((ended: DeploymentAnswer, signal: AbortSignal) => Promise<string | null>) | null;
}

type ReadDeployment = (deploymentId: string) => Promise<DeploymentAnswer | null>;

async function watch(
  connection: Connection,
  serviceId: string,
  { next, once, timeoutMs, tell }: WatchOptions,
  screen: Screen,
): Promise<void> {
  const interrupted = interruption();
  const timedOut = timeoutMs === null ? null : AbortSignal.timeout(timeoutMs);
  const signal = timedOut === null ? interrupted : AbortSignal.any([interrupted, timedOut]);
  const read: ReadDeployment = (deploymentId) => readDeployment(connection, serviceId, deploymentId, signal);
  try {
    const first = await read("latest");
    if (first === null && !next)
      throw new UsageError("this service has no deployment yet; --next waits for one");
    const isUnderWay = first !== null && first.outcome === null;
    const watched = first !== null && (isUnderWay || !next) ? first : await begun(read, first?.id, signal);
    const last = once ? watched : await toItsEnd(read, watched, screen, signal);
    screen.end(last);
    if (last === first && !isUnderWay) {
      process.stderr.write(
        `watch: this deployment ended at ${last.endedAt}; --next waits for the next one\n`,
      );
    }
    if (last.outcome === null) return;
    if (last.outcome !== "success") process.exitCode = EXIT_NOT_SUCCEEDED;
    const untold = tell === null ? null : await tell(last, signal);
    if (untold !== null) {
      process.stderr.write(`watch: --notify: the recipient could not be told: ${untold}\n`);
      process.exitCode = EXIT_UNTOLD;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    if (!timedOut?.aborted) return;
    process.stderr.write("watch: --timeout ran out\n");
    process.exitCode = EXIT_TIMED_OUT;
  }
}

async function toItsEnd(
  read: ReadDeployment,
  deployment: DeploymentAnswer,
  screen: Screen,
  signal: AbortSignal,
): Promise<DeploymentAnswer> {
  let current = deployment;
  while (current.outcome === null) {
    screen.show(current);
    await sleep(POLL_MS, undefined, { signal });
    current = (await read(current.id)) ?? current;
  }
  return current;
}

/** Waits for the next deployment after an ended one. */
async function begun(
  read: ReadDeployment,
  endedId: string | undefined,
  signal: AbortSignal,
): Promise<DeploymentAnswer> {
  process.stderr.write("watch: waiting for the next deployment\n");
  for (;;) {
    await sleep(POLL_MS, undefined, { signal });
    const latest = await read("latest");
    if (latest !== null && latest.id !== endedId) return latest;
  }
}

/** @returns `null` if there is no deployment */
async function readDeployment(
  { client, projectId }: Connection,
  serviceId: string,
  deploymentId: string,
  signal: AbortSignal,
): Promise<DeploymentAnswer | null> {
  try {
    return await getDeployment(client, { projectId, serviceId, deploymentId }, { signal });
  } catch (error) {
    if (isProblem(error, "deployment-not-found")) return null;
    throw error;
  }
}

/** Prints each answer as one line of JSON. */
function jsonLines(): Screen {
  const print = (deployment: DeploymentAnswer) => {
    process.stdout.write(`${JSON.stringify(deployment)}\n`);
  };
  return { show: print, end: print };
}

function timeoutOf(given: string | undefined): number | null {
  if (given === undefined) return null;
  const [, count, unit] = /^(\d{1,6})(s|m|h)$/.exec(given) ?? [];
  if (count === undefined || Number(count) === 0 || !isUnit(unit)) {
    throw new UsageError(`--timeout takes a time such as 90s, 15m or 2h, not "${given}"`);
  }
  return Number(count) * UNIT_MS[unit];
}

function isUnit(unit: string | undefined): unit is keyof typeof UNIT_MS {
  return unit !== undefined && unit in UNIT_MS;
}
