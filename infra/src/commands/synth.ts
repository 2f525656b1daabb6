// `npm run synth`: the templates of all environments, checked, into infra/cdk.out. Needs no credentials.
import { runCommand } from "@deploy-lens/command";
import { readEnvironment } from "../env.ts";
import { environmentsIn, readEnvironmentSettings } from "../read-settings.ts";
import { asksForHelp } from "./arguments.ts";
import { buildAll, cdk } from "./run-process.ts";

const HELP = `npm run synth

Writes the CloudFormation templates of all environments to infra/cdk.out, and checks them.
Needs no credentials and asks nobody. The settings are infra/environments/*.json, or in the
folder that DEPLOY_LENS_SETTINGS names.
`;

await runCommand("synth", async () => {
  if (asksForHelp(process.argv.slice(2))) return void process.stdout.write(HELP);
  const { settingsFolder } = readEnvironment(process.env);
  for (const environment of environmentsIn(settingsFolder))
    readEnvironmentSettings(environment, settingsFolder);
  await buildAll();
  await cdk(["synth", "--quiet"]);
});
