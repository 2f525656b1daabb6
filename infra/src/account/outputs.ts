import { DescribeStacksCommand, type Stack } from "@aws-sdk/client-cloudformation";
import { CommandError } from "@deploy-lens/command";
import { stageName } from "../constructs/names.ts";
import type { Account } from "./connect.ts";

/** The outputs of an environment's stacks, by name. */
export type EnvironmentOutputs = ReadonlyMap<string, string>;

const STACKS = ["stateful", "service", "web", "monitoring"] as const;

/** Reads the outputs of a deployed environment. @returns an empty map if nothing is deployed. */
export async function readOutputs(
  { cloudFormation }: Pick<Account, "cloudFormation">,
  environment: string,
): Promise<EnvironmentOutputs> {
  const stacks = await Promise.all(
    STACKS.map((name) => findStack({ cloudFormation }, `${stageName(environment)}-${name}`)),
  );
  const outputs = stacks.flatMap((stack) => stack?.Outputs ?? []);
  return new Map(outputs.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]));
}

/** @returns `null` if there is no such stack. */
export async function findStack(
  { cloudFormation }: Pick<Account, "cloudFormation">,
  name: string,
): Promise<Stack | null> {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks[0] ?? null;
  } catch (error) {
    if (error instanceof Error && error.message.includes("does not exist")) return null;
    throw error;
  }
}

/** A required output. @throws NotDeployedError */
export function outputOf(outputs: EnvironmentOutputs, name: string): string {
  const value = outputs.get(name);
  if (value === undefined) throw new NotDeployedError(name);
  return value;
}

/** The environment is not deployed, or is older than the command. */
class NotDeployedError extends CommandError {
  override readonly name = "NotDeployedError";

  constructor(output: string) {
    super(`the environment has no output ${output}: deploy it first (npm run deploy -- ENV)`);
  }
}
