import { join, resolve } from "node:path";
import type { Environment } from "aws-cdk-lib";
import * as z from "zod";
import type { EnvironmentSettings } from "./settings.ts";

const Variables = z.object({
  /** The folder with a file for each environment, if it is not `infra/environments`. */
  DEPLOY_LENS_SETTINGS: z.string().min(1).optional(),
  /** The only environment to synthesise; set by commands for one environment. */
  DEPLOY_LENS_ENVIRONMENT: z.string().min(1).optional(),
  /** `true`: the environment is paused; set by commands. */
  DEPLOY_LENS_PAUSED: z.stringbool().default(false),
  /** Set by the CDK command line from its credentials. */
  CDK_DEFAULT_ACCOUNT: z.string().min(1).optional(),
  CDK_DEFAULT_REGION: z.string().min(1).optional(),
});

/** The environment variables of the synthesis. */
export interface SynthEnvironment {
  readonly settingsFolder: string;
  /** The only environment to synthesise; default: all in the folder. */
  readonly environment: string | undefined;
  /** Deploys the pipeline switched off. */
  readonly isPaused: boolean;
  /** Account and region of an environment: from its settings, else from the machine. */
  readonly where: (settings: Pick<EnvironmentSettings, "account" | "region">) => Environment;
}

/** Reads the environment's variables, once. */
export function readEnvironment(variables: NodeJS.ProcessEnv): SynthEnvironment {
  const {
    DEPLOY_LENS_SETTINGS,
    DEPLOY_LENS_ENVIRONMENT,
    DEPLOY_LENS_PAUSED,
    CDK_DEFAULT_ACCOUNT,
    CDK_DEFAULT_REGION,
  } = Variables.parse(variables);
  return {
    settingsFolder: resolve(DEPLOY_LENS_SETTINGS ?? join(import.meta.dirname, "../environments")),
    environment: DEPLOY_LENS_ENVIRONMENT,
    isPaused: DEPLOY_LENS_PAUSED,
    where: ({ account = CDK_DEFAULT_ACCOUNT, region = CDK_DEFAULT_REGION }) => ({
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
    }),
  };
}
