import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { ANALYTICS_ENV as ANALYTICS } from "@deploy-lens/analytics/env";
import { BFF_ENV as BFF } from "@deploy-lens/bff/env";
import { CANARY_ENV } from "../canary/constants.ts";
import type { Account } from "./connect.ts";
import { type EnvironmentOutputs, outputOf } from "./outputs.ts";

/** The outputs that a function's variables must equal; `qualifier` names the version that callers get. */
const EXPECTED = [
  {
    output: "BffFunction",
    qualifier: "live",
    variables: { [BFF.tableName]: "TableName", [BFF.modelartsSecretId]: "CredentialsSecret" },
  },
  {
    output: "DiscoverFunction",
    variables: { [ANALYTICS.tableName]: "TableName", [ANALYTICS.modelartsSecretId]: "CredentialsSecret" },
  },
  {
    output: "DeriveFunction",
    variables: { [ANALYTICS.tableName]: "TableName", [ANALYTICS.modelartsSecretId]: "CredentialsSecret" },
  },
  {
    output: "JobFunction",
    variables: { [ANALYTICS.tableName]: "TableName", [ANALYTICS.modelartsSecretId]: "CredentialsSecret" },
  },
  { output: "AuditFunction", variables: { [ANALYTICS.tableName]: "TableName" } },
] as const;

/** Only where the settings switch it on. */
const CANARY = {
  output: "CanaryFunction",
  variables: { [CANARY_ENV.dashboardUrl]: "DashboardUrl", [CANARY_ENV.apiUrl]: "ApiUrl" },
} as const;

/** @returns a sentence for each function that uses another table, secret or address than the environment's. */
export async function staleFunctions(
  { lambda }: Pick<Account, "lambda">,
  outputs: EnvironmentOutputs,
): Promise<string[]> {
  const expected = outputs.has(CANARY.output) ? [...EXPECTED, CANARY] : EXPECTED;
  const stale = await Promise.all(
    expected.map(async ({ output, variables, ...more }) => {
      const name = outputOf(outputs, output);
      const { Environment } = await lambda.send(
        new GetFunctionConfigurationCommand({
          FunctionName: name,
          ...("qualifier" in more ? { Qualifier: more.qualifier } : {}),
        }),
      );
      return Object.entries(variables).flatMap(([variable, source]) => {
        const [used, wanted] = [Environment?.Variables?.[variable], outputOf(outputs, source)];
        return used === wanted ? [] : [`${name} uses ${variable}=${used}, and the environment has ${wanted}`];
      });
    }),
  );
  return stale.flat();
}
