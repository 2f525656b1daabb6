// `npm run destroy -- ENV`: deletes an environment.

import { UpdateTerminationProtectionCommand } from "@aws-sdk/client-cloudformation";
import { UsageError } from "@deploy-lens/command";
import { connectToAccount } from "../account/connect.ts";
import { deleteFirewall } from "../account/firewall-leftover.ts";
import { findStack } from "../account/outputs.ts";
import { firewallStackName, stageName } from "../constructs/names.ts";
import { openTarget, type Target } from "../doctor/doctor.ts";
import { readEnvironmentSettings } from "../read-settings.ts";
import { runEnvironmentCommand } from "./run-environment-command.ts";
import { buildAll, cdk } from "./run-process.ts";

const HELP = `npm run destroy -- ENV [--yes] [--destroy-prod]

Deletes everything of an environment, its table and its history included.
Of production, the table, its backups, the secret and the access logs stay behind.

  --yes            do not ask
  --destroy-prod   needed where the settings say production
`;

await runEnvironmentCommand({
  name: "destroy",
  help: HELP,
  options: ["yes", "destroy-prod"],
  run: async ({ environment, yes, destroyProd }, settingsFolder) => {
    const settings = readEnvironmentSettings(environment, settingsFolder);
    if (settings.production && !destroyProd) {
      throw new UsageError(
        `${environment} is production, and only destroyed with --destroy-prod; its table and its secret stay even then`,
      );
    }
    const target = await openTarget(environment, settings);
    await buildAll();
    if (settings.production) await liftProtection(target);
    await cdk(["destroy", `${environment}/*`, ...(yes ? ["--force"] : [])], {
      DEPLOY_LENS_ENVIRONMENT: environment,
    });
    // CDK does not know a firewall that was removed from the settings.
    await deleteFirewall(environment, target.region);
  },
});

async function liftProtection({ environment, region, account }: Target): Promise<void> {
  const regional = ["stateful", "service", "web", "monitoring"].map(
    (name) => `${stageName(environment)}-${name}`,
  );
  const everything = [
    ...regional.map((name) => ({ name, cloudFormation: account.cloudFormation })),
    {
      name: firewallStackName(environment, region),
      cloudFormation: connectToAccount("us-east-1").cloudFormation,
    },
  ];
  for (const { name, cloudFormation } of everything) {
    if ((await findStack({ cloudFormation }, name)) === null) continue;
    await cloudFormation.send(
      new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: false }),
    );
  }
}
