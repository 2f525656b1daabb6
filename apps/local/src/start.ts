import { existsSync } from "node:fs";
import { join } from "node:path";
import { reportError, splitOptions, UsageError } from "@deploy-lens/command";
import { InvalidArgumentError } from "@deploy-lens/modelarts/errors";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { buildDashboard } from "./build-dashboard.ts";
import { DataFolderError } from "./data-folder-error.ts";
import { endOnSignal } from "./end-on-signal.ts";
import { type LocalSettings, readSettings } from "./settings.ts";
import { lineText, type Stack, startStack } from "./stack.ts";

const root = join(import.meta.dirname, "../../..");

const NAME = "npm start";

/** The table folder of versions before the first release. */
const OLD_TABLE_FOLDER = "dynamodb";

const HELP = `npm start

Runs Deploy Lens on this machine until Ctrl-C: http://127.0.0.1:8787. Without a MODELARTS_… setting, a simulator
plays ModelArts.

  PORT                     default 8787; 0: any that is free
  DEPLOY_LENS_DATA         folder of what is kept; default .data
  MODELARTS_REGION         such as cn-north-4; or MODELARTS_ENDPOINT, an address
  MODELARTS_IAM_ENDPOINT   where tokens come from, if it is not the region's
  MODELARTS_PROJECTS       project ids, with commas between
  MODELARTS_ACCESS_KEY, MODELARTS_SECRET_KEY; a temporary key: also MODELARTS_SECURITY_TOKEN,
    MODELARTS_SECURITY_TOKEN_EXPIRES_AT; or MODELARTS_USER_NAME, MODELARTS_DOMAIN_NAME, MODELARTS_PASSWORD;
    or MODELARTS_TOKEN
`;

await start();

async function start(): Promise<void> {
  try {
    const { help } = splitOptions(process.argv.slice(2), { help: { type: "boolean", short: "h" } });
    if (help) return void process.stdout.write(HELP);
    const settings = readSettings(process.env, root);
    const dashboard = await buildDashboard(root);
    const stack = await startStack(settings, dashboard, onStorageFailure);
    if (existsSync(join(settings.dataFolder, OLD_TABLE_FOLDER))) sayLine(oldDataText(settings.dataFolder));
    process.stdout.write(welcome(stack, settings));
    endOnSignal(stack.close, (error) => sayLine(`did not end cleanly: ${String(error)}`));
  } catch (error) {
    // The upstream's client checks its arguments before any call, so a wrong one is a wrong setting.
    const isSetting = error instanceof InvalidArgumentError;
    const exitCode = reportError(NAME, isSetting ? new UsageError(error.message, { cause: error }) : error);
    // Exit at once: parts that were started may still be waiting for something.
    process.exit(exitCode);
  }
}

function oldDataText(dataFolder: string): string {
  return (
    `${join(dataFolder, OLD_TABLE_FOLDER)} was written by an older version and is not read: history is read again as far as ` +
    "ModelArts still has it; delete that folder when you no longer need it"
  );
}

/** Reads continue when the disk is full; damaged files are not trusted at all. */
function onStorageFailure(error: unknown): void {
  if (error instanceof DataFolderError && error.problem === "full") {
    sayLine(`${error.message}; until then answers come from what is stored, and nothing new is`);
    return;
  }
  sayLine(lineText(error));
  process.exit(error instanceof DataFolderError ? 2 : 1);
}

function sayLine(text: string): void {
  process.stderr.write(`${NAME}: ${text}\n`);
}

function welcome({ url, projects }: Stack, { upstream, dataFolder }: LocalSettings): string {
  const simulated = upstream.kind === "simulator";
  const [project = ""] = projects;
  const service = simulated ? SAMPLE_SERVICE_ID : "<service id>";
  const at = url.endsWith(":8787") ? "" : ` --url ${url}`;
  return `
Deploy Lens is running: ${url}
  ${simulated ? "ModelArts is simulated; MODELARTS_… settings point to the real one (README)." : `Projects: ${project}, …`}

Open
  ${url}/                the dashboard
  ${url}/docs            the API

Try
  curl '${url}/v1/${project}/services/${service}/events?order=asc'
  curl '${url}/api/v1/projects/${project}/services/${service}/deployments/latest'
  npm run events -- ${service}${at}
  npm run watch -- ${simulated ? "recommend-live" : service}${at}
  npm run stats -- ${simulated ? "fraud-score" : service}${at}

History is being read; statistics fill up within the first minute.
Ctrl-C stops it. Its data stays in ${dataFolder}.
`;
}
