// `npm run synth`: the templates of all environments, checked, into infra/cdk.out. Needs no credentials.
import { readEnvironment } from "../env.ts";
import { readSettings } from "../read-settings.ts";
import { ENVIRONMENTS } from "../settings.ts";
import { runCommand } from "./run-command.ts";
import { buildAll, cdk } from "./run-process.ts";

await runCommand("synth", async () => {
  const { settingsFolder } = readEnvironment(process.env);
  for (const environment of ENVIRONMENTS) readSettings(environment, settingsFolder);
  await buildAll();
  await cdk(["synth", "--quiet"]);
});
