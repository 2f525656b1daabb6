// `npm run pause -- ENV`: stops the pipeline, across deployments.
import { readOutputs } from "../account/outputs.ts";
import { pause } from "../account/pause.ts";
import { openTarget } from "../doctor/doctor.ts";
import { readEnvironmentSettings } from "../read-settings.ts";
import { runEnvironmentCommand } from "./run-environment-command.ts";

const HELP = `npm run pause -- ENV [--reason TEXT]

Stops the pipeline at once: nothing calls ModelArts by itself any more, and messages wait. The API answers as before.
Deployments leave it stopped until npm run resume -- ENV.
`;

await runEnvironmentCommand({
  name: "pause",
  help: HELP,
  options: ["reason"],
  run: async ({ environment, reason = "no reason given" }, settingsFolder) => {
    const { account } = await openTarget(environment, readEnvironmentSettings(environment, settingsFolder));
    const since = `${reason}; since ${new Date().toISOString()}`;
    await pause(account, environment, await readOutputs(account, environment), since);
    process.stdout.write(
      `The pipeline of ${environment} is paused. npm run resume -- ${environment} starts it again.\n`,
    );
  },
});
