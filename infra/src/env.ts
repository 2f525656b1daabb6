import { join, resolve } from "node:path";
import type { Environment } from "aws-cdk-lib";
import * as z from "zod";
import type { Settings } from "./settings.ts";

const Variables = z.object({
  /** The folder with `dev.json`, `staging.json` and `prod.json`, where it is not `infra/environments`. */
  DEPLOY_LENS_SETTINGS: z.string().min(1).optional(),
  /** Set by the CDK command line from the credentials it found. */
  CDK_DEFAULT_ACCOUNT: z.string().min(1).optional(),
  CDK_DEFAULT_REGION: z.string().min(1).optional(),
});

/** What the machine that synthesises says. */
export interface SynthEnvironment {
  readonly settingsFolder: string;
  /** Account and region of an environment: its settings' own, else those of the machine. */
  readonly where: (settings: Pick<Settings, "account" | "region">) => Environment;
}

/** Reads the environment's variables, once. */
export function readEnvironment(variables: NodeJS.ProcessEnv): SynthEnvironment {
  const { DEPLOY_LENS_SETTINGS, CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION } = Variables.parse(variables);
  return {
    settingsFolder: resolve(DEPLOY_LENS_SETTINGS ?? join(import.meta.dirname, "../environments")),
    where: ({ account = CDK_DEFAULT_ACCOUNT, region = CDK_DEFAULT_REGION }) => ({
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
    }),
  };
}
