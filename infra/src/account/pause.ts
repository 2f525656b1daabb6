import { UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { GetScheduleCommand, ScheduleState, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import type { Account } from "./connect.ts";
import { type EnvironmentOutputs, outputOf } from "./outputs.ts";

/** The parameter that marks an environment as paused; deployments read it and leave the pipeline off. */
function parameterName(environment: string): string {
  return `/deploy-lens/${environment}/paused`;
}

/** @returns why and since when the environment is paused; `null` if it is not. */
export async function readPause({ ssm }: Pick<Account, "ssm">, environment: string): Promise<string | null> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: parameterName(environment) }));
    return Parameter?.Value ?? null;
  } catch (error) {
    if (error instanceof ParameterNotFound) return null;
    throw error;
  }
}

/** Stops the pipeline now, and in every deployment until {@link resume}. */
export async function pause(
  account: Account,
  environment: string,
  outputs: EnvironmentOutputs,
  reason: string,
): Promise<void> {
  await account.ssm.send(
    new PutParameterCommand({
      Name: parameterName(environment),
      Value: reason,
      Type: "String",
      Overwrite: true,
    }),
  );
  await switchPipeline(account, outputs, false);
}

/** Starts the pipeline again. */
export async function resume(
  account: Account,
  environment: string,
  outputs: EnvironmentOutputs,
): Promise<void> {
  await switchPipeline(account, outputs, true);
  if ((await readPause(account, environment)) === null) return;
  await account.ssm.send(new DeleteParameterCommand({ Name: parameterName(environment) }));
}

async function switchPipeline(
  { scheduler, lambda }: Account,
  outputs: EnvironmentOutputs,
  isOn: boolean,
): Promise<void> {
  const { Name, ScheduleExpression, FlexibleTimeWindow, Target, Description } = await scheduler.send(
    new GetScheduleCommand({ Name: outputOf(outputs, "DiscoverSchedule") }),
  );
  // An update replaces the whole schedule.
  const State = isOn ? ScheduleState.ENABLED : ScheduleState.DISABLED;
  await scheduler.send(
    new UpdateScheduleCommand({ Name, ScheduleExpression, FlexibleTimeWindow, Target, Description, State }),
  );
  await lambda.send(
    new UpdateEventSourceMappingCommand({ UUID: outputOf(outputs, "DeriveEventSource"), Enabled: isOn }),
  );
}
