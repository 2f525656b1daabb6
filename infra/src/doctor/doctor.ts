import { setTimeout as sleep } from "node:timers/promises";
import { type Account, connectToAccount } from "../account/connect.ts";
import { type EnvironmentOutputs, outputOf, readOutputs } from "../account/outputs.ts";
import type { EnvironmentSettings } from "../settings.ts";
import { accountChecks } from "./account-checks.ts";
import { environmentChecks } from "./environment-checks.ts";
import { type Finding, runChecks } from "./finding.ts";
import { issuerCheck } from "./issuer-check.ts";
import { type SmokeTarget, smokeTest } from "./smoke-test.ts";

/** An environment and its account, as used by commands. */
export interface Target {
  readonly environment: string;
  readonly settings: EnvironmentSettings;
  readonly region: string;
  readonly account: Account;
}

/** Connects to the account and region of an environment, deployed or not. */
export async function openTarget(environment: string, settings: EnvironmentSettings): Promise<Target> {
  const account = connectToAccount(settings.region);
  return { environment, settings, account, region: await account.sts.config.region() };
}

export interface PreflightOptions {
  /** True if CDK is about to be bootstrapped. */
  readonly bootstraps: boolean;
}

/** Checks an account before anything is created in it. */
export async function preflight(target: Target, { bootstraps }: PreflightOptions): Promise<Finding[]> {
  const outputs = await readOutputs(target.account, target.environment).catch(() => new Map());
  const checks = [
    ...accountChecks({ ...target, isDeployed: outputs.has("DiscoverFunction") }),
    issuerCheck(target.settings.identity.issuer),
  ];
  return runChecks(checks.filter(({ name }) => !(bootstraps && name.startsWith("bootstrap "))));
}

/** Checks an environment that is deployed. */
export function examine(target: Target, outputs: EnvironmentOutputs): Promise<Finding[]> {
  return runChecks([
    ...environmentChecks({ ...target, outputs }),
    ...smokeTest(smokeTarget(target.settings, outputs)),
  ]);
}

const ATTEMPTS = 5;
const PAUSE_MS = 10_000;

/** Runs the smoke test, with retries, because changes take a moment to reach every server. */
export async function smoke({ settings }: Target, outputs: EnvironmentOutputs): Promise<Finding[]> {
  for (let attempt = 1; ; attempt++) {
    const findings = await runChecks(smokeTest(smokeTarget(settings, outputs)));
    if (attempt === ATTEMPTS || findings.every(({ state }) => state !== "problem")) return findings;
    await sleep(PAUSE_MS);
  }
}

function smokeTarget({ identity, modelarts }: EnvironmentSettings, outputs: EnvironmentOutputs): SmokeTarget {
  return {
    dashboardUrl: outputOf(outputs, "DashboardUrl"),
    apiUrl: outputOf(outputs, "ApiUrl"),
    issuer: identity.issuer,
    projectId: modelarts.projects[0] ?? "",
  };
}
