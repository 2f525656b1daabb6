import { GetAccountSettingsCommand } from "@aws-sdk/client-lambda";
import { GetParameterCommand, ParameterNotFound } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type Account, connectToAccount } from "../account/connect.ts";
import { unsupportedRegion } from "../regions.ts";
import type { EnvironmentSettings } from "../settings.ts";
import { type Check, ok, problem, warning } from "./finding.ts";

/** The oldest bootstrap that CDK's own deployments accept. Source: `BOOTSTRAP_STACK_VERSION` of CDK's synthesizer. */
const MIN_BOOTSTRAP_VERSION = 6;
const DEFAULT_QUALIFIER = "hnb659fds";
/**
 * Concurrency that Lambda leaves unreserved; all of it where the quota is smaller. Source: Lambda developer guide,
 * "Configuring reserved concurrency": "minus 100 for functions that don't have reserved concurrency".
 */
const ALWAYS_UNRESERVED = 100;
/** Concurrency that readers and pipeline need together when many dashboards are open. */
const COMFORTABLE_CONCURRENCY = 50;

export interface AccountWorld {
  readonly environment: string;
  readonly settings: EnvironmentSettings;
  readonly region: string;
  readonly account: Account;
  /** True if the functions have reserved their concurrency already. */
  readonly isDeployed: boolean;
}

/** Checks before anything is created. */
export function accountChecks(world: AccountWorld): Check[] {
  const { settings, region, account } = world;
  const bootstrapRegions = settings.web.firewall ? [...new Set([region, "us-east-1"])] : [region];
  return [
    { name: "credentials", run: () => checkCredentials(account, settings) },
    { name: "region", run: async () => checkRegion(region) },
    ...bootstrapRegions.map((where) => ({
      name: `bootstrap ${where}`,
      run: () => checkBootstrap(world, where),
    })),
    { name: "concurrency", run: () => checkConcurrency(world) },
    { name: "budget", run: async () => checkBudget(settings) },
  ];
}

async function checkCredentials({ sts }: Account, settings: EnvironmentSettings) {
  const { Account: found, Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
  if (settings.account !== undefined && settings.account !== found)
    return problem(`these are of account ${found}, and the settings are for ${settings.account}`);
  return ok(Arn);
}

function checkRegion(region: string) {
  const reason = unsupportedRegion(region);
  return reason === null ? ok(region) : problem(`${region} ${reason}`);
}

async function checkBootstrap({ environment, settings }: AccountWorld, region: string) {
  const name = `/cdk-bootstrap/${settings.bootstrapQualifier ?? DEFAULT_QUALIFIER}/version`;
  try {
    const { Parameter } = await connectToAccount(region).ssm.send(new GetParameterCommand({ Name: name }));
    const version = Number(Parameter?.Value);
    if (version >= MIN_BOOTSTRAP_VERSION) return ok(`version ${version}`);
    return problem(`version ${version} is too old: npm run deploy -- ${environment} --bootstrap`);
  } catch (error) {
    if (!(error instanceof ParameterNotFound)) throw error;
    return problem(`CDK has not been bootstrapped there: npm run deploy -- ${environment} --bootstrap`);
  }
}

async function checkConcurrency({ settings, account, isDeployed }: AccountWorld) {
  const { AccountLimit } = await account.lambda.send(new GetAccountSettingsCommand({}));
  const { ConcurrentExecutions: quota = 0, UnreservedConcurrentExecutions: unreserved = 0 } =
    AccountLimit ?? {};
  // discover, audit and derive.
  const wanted =
    settings.pipeline.reserveConcurrency && !isDeployed ? settings.pipeline.maxConcurrency + 2 : 0;
  if (unreserved - wanted < (wanted > 0 ? ALWAYS_UNRESERVED : 0)) {
    return problem(
      `the account may run ${quota} functions at once, ${unreserved} of them not set aside; ${wanted} cannot be set aside, since ` +
        `${ALWAYS_UNRESERVED} must remain. Ask for more (Service Quotas, Lambda, Concurrent executions), or set ` +
        "pipeline.reserveConcurrency to false",
    );
  }
  if (unreserved < COMFORTABLE_CONCURRENCY)
    return warning(
      `API and pipeline share ${unreserved} functions at once: ask for more before many people read`,
    );
  return ok(`${unreserved} functions at once`);
}

function checkBudget({ production, alarms }: EnvironmentSettings) {
  if (alarms.monthlyBudgetUsd !== undefined) return ok(`${alarms.monthlyBudgetUsd} $ a month`);
  const text =
    "alarms.monthlyBudgetUsd is not set: no one is notified when the account costs more than expected";
  return production ? warning(text) : ok("none");
}
