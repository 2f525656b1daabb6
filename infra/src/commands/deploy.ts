// `npm run deploy -- ENV`: builds, synthesises, checks, deploys, and says where everything is and what comes next.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readEnvironment } from "../env.ts";
import { readArguments } from "./arguments.ts";
import { bootstrapTargets } from "./bootstrap-targets.ts";
import { nextSteps } from "./next-steps.ts";
import { readOutputs } from "./outputs.ts";
import { readDeployable } from "./read-deployable.ts";
import { runCommand } from "./run-command.ts";
import { buildAll, cdk } from "./run-process.ts";

const HELP = `npm run deploy -- ENV [--yes] [--bootstrap]

Deploys an environment (dev, staging, prod) with the credentials that the AWS SDK finds.
Its settings are infra/environments/ENV.json, or in the folder that DEPLOY_LENS_SETTINGS names.

  --yes         do not ask before permissions are widened
  --bootstrap   prepare the account and region for CDK first; needed once, and the settings must name both
`;

await runCommand("deploy", async () => {
  const asked = readArguments(process.argv.slice(2), ["yes", "bootstrap"]);
  if (asked === null) return void process.stdout.write(HELP);
  const { environment, yes, bootstrap } = asked;
  const settings = readDeployable(environment, readEnvironment(process.env).settingsFolder);

  const targets = bootstrap ? bootstrapTargets(settings) : [];

  await buildAll();
  if (targets.length > 0) await cdk(["bootstrap", ...targets]);
  const outputsFile = join(import.meta.dirname, "../../cdk.out", `outputs-${environment}.json`);
  mkdirSync(join(outputsFile, ".."), { recursive: true });
  const approval = yes || !process.stdin.isTTY ? "never" : "broadening";
  await cdk([
    "deploy",
    `${environment}/*`,
    `--require-approval=${approval}`,
    "--concurrency=4",
    `--outputs-file=${outputsFile}`,
  ]);
  process.stdout.write(nextSteps(environment, readOutputs(outputsFile), settings.alarms));
});
