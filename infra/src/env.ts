import { join, resolve } from "node:path";
import type { Environment } from "aws-cdk-lib";
import * as z from "zod";
import type { Settings } from "./settings.ts";

const Variables = z.object({
  /** The folder with a file for each environment, where it is not `infra/environments`. */
  DEPLOY_LENS_SETTINGS: z.string().min(1).optional(),
  /** Set by commands that are about one environment: the only one to synthesise. */
  DEPLOY_LENS_ENVIRONMENT: z.string().min(1).optional(),
  /** Set by commands that found the environment paused: `true`. */
  DEPLOY_LENS_PAUSED: z.stringbool().default(false),
  /** Set by the CDK command line from the credentials it found. */
  CDK_DEFAULT_ACCOUNT: z.string().min(1).optional(),
  CDK_DEFAULT_REGION: z.string().min(1).optional(),
});

/** What the machine that synthesises says. */
export interface SynthEnvironment {
  readonly settingsFolder: string;
  /** The only environment to synthesise; all of the folder's without it. */
  readonly environment: string | undefined;
  /** Deploys the pipeline switched off. */
  readonly isPaused: boolean;
  /** Account and region of an environment: its settings' own, else those of the machine. */
  readonly where: (settings: Pick<Settings, "account" | "region">) => Environment;
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
