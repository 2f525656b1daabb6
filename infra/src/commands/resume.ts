// `npm run resume -- ENV`: restarts a paused pipeline.
import { readOutputs } from "../account/outputs.ts";
import { resume } from "../account/pause.ts";
import { openTarget } from "../doctor/doctor.ts";
import { readEnvironmentSettings } from "../read-settings.ts";
import { runEnvironmentCommand } from "./run-environment-command.ts";

const HELP = `npm run resume -- ENV

Starts the pipeline again after npm run pause -- ENV. What was missed is made good, up to ModelArts' month.
`;

await runEnvironmentCommand({
  name: "resume",
  help: HELP,
  run: async ({ environment }, settingsFolder) => {
    const { account } = await openTarget(environment, readEnvironmentSettings(environment, settingsFolder));
    await resume(account, environment, await readOutputs(account, environment));
    process.stdout.write(`The pipeline of ${environment} runs.\n`);
  },
});
