// `npm run destroy -- ENV`: takes an environment down.
import { readEnvironment } from "../env.ts";
import { readSettings } from "../read-settings.ts";
import { readArguments, UsageError } from "./arguments.ts";
import { runCommand } from "./run-command.ts";
import { buildAll, cdk } from "./run-process.ts";

const HELP = `npm run destroy -- ENV [--yes] [--destroy-prod]

Deletes everything of an environment, its table and its history included.
Of prod, the table, the secret and the access logs stay behind.

  --yes            do not ask
  --destroy-prod   needed for prod
`;

await runCommand("destroy", async () => {
  const asked = readArguments(process.argv.slice(2), ["yes", "destroy-prod"]);
  if (asked === null) return void process.stdout.write(HELP);
  const { environment, yes, destroyProd } = asked;
  if (environment === "prod" && !destroyProd) {
    throw new UsageError(
      "prod is only destroyed with --destroy-prod; its table and its secret stay even then",
    );
  }
  readSettings(environment, readEnvironment(process.env).settingsFolder);
  await buildAll();
  await cdk(["destroy", `${environment}/*`, ...(yes ? ["--force"] : [])]);
});
