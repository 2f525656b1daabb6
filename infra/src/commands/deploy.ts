// `npm run deploy -- ENV`: checks the account, builds, synthesises, deploys, tests, and prints the next steps.

import { createInterface } from "node:readline/promises";
import { CommandError, UsageError } from "@deploy-lens/command";
import { deleteFirewall } from "../account/firewall-leftover.ts";
import { staleFunctions } from "../account/function-settings.ts";
import { readOutputs } from "../account/outputs.ts";
import { readPause } from "../account/pause.ts";
import { openTarget, preflight, smoke } from "../doctor/doctor.ts";
import { describeFindings, type Finding } from "../doctor/finding.ts";
import { bootstrapArguments } from "./bootstrap-arguments.ts";
import { nextSteps } from "./next-steps.ts";
import { readDeployable } from "./read-deployable.ts";
import { runEnvironmentCommand } from "./run-environment-command.ts";
import { buildAll, cdk, ProcessError } from "./run-process.ts";

const HELP = `npm run deploy -- ENV [--yes] [--bootstrap]

Deploys an environment with the credentials that the AWS SDK finds, once npm run doctor finds nothing in its way,
and tests it. Its settings are infra/environments/ENV.json, or in the folder that DEPLOY_LENS_SETTINGS names.

  --yes         do not ask before permissions are widened; needed where nobody can be asked
  --bootstrap   prepare the account and region for CDK first; needed once, and the settings must name both
`;

await runEnvironmentCommand({
  name: "deploy",
  help: HELP,
  options: ["yes", "bootstrap"],
  run: async ({ environment, yes, bootstrap }, settingsFolder) => {
    if (!yes && !process.stdin.isTTY)
      throw new UsageError("there is no terminal to confirm at: --yes deploys without a confirmation");
    const settings = readDeployable(environment, settingsFolder);
    const bootstrapping = bootstrap ? bootstrapArguments(settings) : [];

    const target = await openTarget(environment, settings);
    refuseProblems(await preflight(target, { bootstraps: bootstrap }), "nothing was deployed");
    await buildAll();
    for (const args of bootstrapping) await cdk(args);
    const variables = {
      DEPLOY_LENS_ENVIRONMENT: environment,
      DEPLOY_LENS_PAUSED: String((await readPause(target.account, environment)) !== null),
    };
    if (!yes) await askAboutWhatWidens(environment, variables);
    // CDK's own question cannot be answered while several stacks are deployed at once.
    await cdk(["deploy", `${environment}/*`, "--require-approval=never", "--concurrency=4"], variables);

    if (!settings.web.firewall)
      for (const stack of await deleteFirewall(environment, target.region))
        process.stderr.write(`Deleted ${stack}\n`);
    const outputs = await readOutputs(target.account, environment);
    const stale = await staleFunctions(target.account, outputs);
    if (stale.length > 0) throw new CommandError(`deployed, and not as meant: ${stale.join("; ")}`);
    process.stderr.write("Testing …\n");
    refuseProblems(
      await smoke(target, outputs),
      "deployed, and it does not work: docs/runbook.md, A deployment is bad",
    );
    process.stdout.write(nextSteps(environment, target.region, outputs, settings.alarms));
  },
});

function refuseProblems(findings: readonly Finding[], what: string): void {
  const bad = findings.filter(({ state }) => state !== "ok");
  if (bad.length > 0) process.stderr.write(describeFindings(bad));
  if (bad.some(({ state }) => state === "problem")) throw new CommandError(what);
}

/** Shows the permissions that are widened and asks once; does nothing if there are none. */
async function askAboutWhatWidens(environment: string, variables: NodeJS.ProcessEnv): Promise<void> {
  try {
    const args = ["diff", `${environment}/*`, "--security-only", "--method=template", "--fail-on=broadening"];
    return await cdk(args, variables);
  } catch (error) {
    if (!(error instanceof ProcessError) || error.exitCode !== 1) throw error;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Deploy ${environment}, with the permissions above? (y/N) `);
  terminal.close();
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new CommandError("nothing was deployed");
}
