import { ENV } from "@deploy-lens/analytics/env";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { AppCode } from "../app-code.ts";
import type { EnvironmentProps } from "../stacks/environment-props.ts";

export interface PipelineProps extends EnvironmentProps {
  readonly code: Pick<AppCode, "discover" | "derive" | "audit">;
  readonly table: TableV2;
  /** ARN of the secret. */
  readonly credentials: string;
}

/** The variables of every function of the pipeline. */
export function commonVariables({ environment, settings }: EnvironmentProps): Record<string, string> {
  return {
    [ENV.environmentName]: environment,
    [ENV.logLevel]: settings.logLevel,
    [ENV.projectIds]: settings.modelarts.projects.join(","),
  };
}

/** Sets concurrency aside, where the account has some to spare. */
export function reserved({ settings }: EnvironmentProps, copies: number): number | undefined {
  return settings.pipeline.reserveConcurrency ? copies : undefined;
}
