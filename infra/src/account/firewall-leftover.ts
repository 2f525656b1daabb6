import { DeleteStackCommand, waitUntilStackDeleteComplete } from "@aws-sdk/client-cloudformation";
import { firewallStackName, stageName } from "../constructs/names.ts";
import { connectToAccount } from "./connect.ts";
import { findStack } from "./outputs.ts";

const MAX_WAIT_S = 600;

/**
 * Deletes the firewall's stack after it was removed from the settings: CDK only knows stacks that are part of the
 * app.
 *
 * @returns the names of the deleted stacks.
 */
export async function deleteFirewall(environment: string, region: string): Promise<string[]> {
  const { cloudFormation } = connectToAccount("us-east-1");
  const deleted: string[] = [];
  for (const name of new Set([
    firewallStackName(environment, region),
    `${stageName(environment)}-firewall`,
  ])) {
    if ((await findStack({ cloudFormation }, name)) === null) continue;
    await cloudFormation.send(new DeleteStackCommand({ StackName: name }));
    await waitUntilStackDeleteComplete(
      { client: cloudFormation, maxWaitTime: MAX_WAIT_S },
      { StackName: name },
    );
    deleted.push(name);
  }
  return deleted;
}
