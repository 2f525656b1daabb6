// `npm run diff -- ENV`: what a deployment would change.
import { readEnvironment } from "../env.ts";
import { readSettings } from "../read-settings.ts";
import { readArguments } from "./arguments.ts";
import { runCommand } from "./run-command.ts";
import { buildAll, cdk } from "./run-process.ts";

const HELP = `npm run diff -- ENV

Shows what npm run deploy -- ENV would change.
`;

await runCommand("diff", async () => {
  const asked = readArguments(process.argv.slice(2), []);
  if (asked === null) return void process.stdout.write(HELP);
  const { environment } = asked;
  readSettings(environment, readEnvironment(process.env).settingsFolder);
  await buildAll();
  await cdk(["diff", `${environment}/*`]);
});
