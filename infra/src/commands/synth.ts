// `npm run synth`: the templates of all environments, checked, into infra/cdk.out. Needs no credentials.
import { readEnvironment } from "../env.ts";
import { readSettings } from "../read-settings.ts";
import { ENVIRONMENTS } from "../settings.ts";
import { UsageError } from "./arguments.ts";
import { runCommand } from "./run-command.ts";
import { buildAll, cdk } from "./run-process.ts";

const HELP = `npm run synth

Writes the templates of all environments into infra/cdk.out, and checks them. Needs no credentials.
`;

await runCommand("synth", async () => {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) return void process.stdout.write(HELP);
  if (args.length > 0) throw new UsageError("takes no arguments; --help tells more");
  const { settingsFolder } = readEnvironment(process.env);
  for (const environment of ENVIRONMENTS) readSettings(environment, settingsFolder);
  await buildAll();
  await cdk(["synth", "--quiet"]);
});
