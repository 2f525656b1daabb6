import { join } from "node:path";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { buildDashboard } from "./build-dashboard.ts";
import { readSettings, SettingsError } from "./settings.ts";
import { startStack } from "./stack.ts";

const root = join(import.meta.dirname, "../../..");

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

if (process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h")) {
  process.stdout.write(HELP);
} else await start();

async function start(): Promise<void> {
  try {
    const settings = readSettings(process.env, root);
    const stack = await startStack(settings, await buildDashboard(root));
    process.stdout.write(welcome(stack.url, stack.projects[0] ?? "", settings.upstream.kind === "simulator"));
    endWith(stack.close);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`npm start: ${error.message}\n`);
    process.exitCode = 2;
  }
}

function welcome(url: string, project: string, simulated: boolean): string {
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
Ctrl-C ends it; what it learned is kept in .data.
`;
}

/** Ends on the first signal, once: a terminal and npm may both send it. */
function endWith(close: () => Promise<void>): void {
  let ending = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      void end(close);
    });
  }
}

async function end(close: () => Promise<void>): Promise<void> {
  try {
    await close();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`npm start: did not end cleanly: ${String(error)}\n`);
    process.exit(1);
  }
}
