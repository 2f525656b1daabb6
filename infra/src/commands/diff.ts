// `npm run diff -- ENV`: shows the changes of a deployment.
import { readPause } from "../account/pause.ts";
import { openTarget } from "../doctor/doctor.ts";
import { readEnvironmentSettings } from "../read-settings.ts";
import { runEnvironmentCommand } from "./run-environment-command.ts";
import { buildAll, cdk } from "./run-process.ts";

const HELP = `npm run diff -- ENV

Shows what npm run deploy -- ENV would change.
`;

await runEnvironmentCommand({
  name: "diff",
  help: HELP,
  run: async ({ environment }, settingsFolder) => {
    const { account } = await openTarget(environment, readEnvironmentSettings(environment, settingsFolder));
    const isPaused = (await readPause(account, environment)) !== null;
    await buildAll();
    await cdk(["diff", `${environment}/*`], {
      DEPLOY_LENS_ENVIRONMENT: environment,
      DEPLOY_LENS_PAUSED: String(isPaused),
    });
  },
});
