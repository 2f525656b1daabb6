// `npm run doctor -- ENV`: finds obstacles of an environment, before and after it is deployed.
import { CommandError } from "@deploy-lens/command";
import { readOutputs } from "../account/outputs.ts";
import { examine, openTarget, preflight } from "../doctor/doctor.ts";
import { describeFindings } from "../doctor/finding.ts";
import { readDeployable } from "./read-deployable.ts";
import { runEnvironmentCommand } from "./run-environment-command.ts";

const HELP = `npm run doctor -- ENV

Checks the account before anything is created: credentials, region, bootstrap, quotas, issuer, budget. Where the
environment is deployed: functions, platform, alarms, who hears them, dead letters, and the smoke test. Changes nothing.
Exit code 1 when something is in the way.
`;

await runEnvironmentCommand({
  name: "doctor",
  help: HELP,
  run: async ({ environment }, settingsFolder) => {
    const target = await openTarget(environment, readDeployable(environment, settingsFolder));
    const findings = await preflight(target, { bootstraps: false });
    if (findings.every(({ state }) => state !== "problem")) {
      const outputs = await readOutputs(target.account, environment);
      if (outputs.size > 0) findings.push(...(await examine(target, outputs)));
    }
    process.stdout.write(describeFindings(findings));
    const problems = findings.filter(({ state }) => state === "problem").length;
    if (problems > 0) throw new CommandError(`${problems} in the way`);
  },
});
