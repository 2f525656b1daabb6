import { ANALYTICS_ENV } from "@deploy-lens/analytics/env";
import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { AppCode } from "../app-code.ts";
import type { StoredTable } from "../constructs/binding.ts";
import type { EnvironmentProps } from "../constructs/environment-props.ts";

export interface PipelineProps extends EnvironmentProps {
  readonly code: Pick<AppCode, "discover" | "derive" | "audit" | "job">;
  readonly table: StoredTable;
  readonly credentials: CfnSecret;
  /** Disables schedule and queue. */
  readonly isPaused: boolean;
}

/** The variables of every function of the pipeline. */
export function commonVariables({ environment, settings }: EnvironmentProps): Record<string, string> {
  return {
    [ANALYTICS_ENV.environmentName]: environment,
    [ANALYTICS_ENV.logLevel]: settings.logLevel,
    [ANALYTICS_ENV.projectIds]: settings.modelarts.projects.join(","),
  };
}

/** Reserves concurrency, if the account's quota allows it. */
export function reserved({ settings }: EnvironmentProps, copies: number): number | undefined {
  return settings.pipeline.reserveConcurrency ? copies : undefined;
}
