import { BFF_ENV } from "@deploy-lens/bff/env";
import { Duration } from "aws-cdk-lib";
import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { AppCode } from "../app-code.ts";
import { AppFunction } from "../constructs/app-function.ts";
import { readsSecret, readsTable, type StoredTable, secretValue } from "../constructs/binding.ts";
import type { EnvironmentProps } from "../constructs/environment-props.ts";
import { modelartsVariables } from "../pipeline/modelarts-variables.ts";

export interface BffProps extends EnvironmentProps {
  readonly code: Pick<AppCode, "bff">;
  readonly table: StoredTable;
  readonly credentials: CfnSecret;
  /** Shared with CloudFront: requests without it are refused. */
  readonly originSecret: CfnSecret;
}

/** The function behind the HTTP API. */
export function bffFunction(scope: Construct, id: string, props: BffProps): AppFunction {
  const { environment, settings, code, table, credentials, originSecret } = props;
  const { modelarts, identity, api } = settings;
  return new AppFunction(scope, id, {
    description: `Deploy Lens ${environment}: answers the HTTP API`,
    code: code.bff,
    environment: {
      [BFF_ENV.environmentName]: environment,
      [BFF_ENV.modelartsProjects]: modelarts.projects.join(","),
      [BFF_ENV.authIssuer]: identity.issuer,
      [BFF_ENV.authAudiences]: identity.audiences.join(","),
      [BFF_ENV.authProjectsClaim]: identity.projectsClaim,
      ...(identity.requiredScope === undefined
        ? {}
        : { [BFF_ENV.authRequiredScope]: identity.requiredScope }),
      [BFF_ENV.requestsPerCaller]: api.requestsPerCaller.toString(),
      [BFF_ENV.corsOrigins]: api.corsOrigins.join(","),
      [BFF_ENV.originSecret]: secretValue(originSecret),
      ...modelartsVariables(BFF_ENV, modelarts),
    },
    bindings: {
      [BFF_ENV.tableName]: readsTable(table),
      [BFF_ENV.modelartsSecretId]: readsSecret(credentials),
    },
    // The app answers within fifteen seconds; the gateway waits for thirty.
    timeout: Duration.seconds(20),
    memoryMb: 1024,
    settings,
    noDeadLetterReason:
      "The gateway calls it and waits for its answer: nothing is left to be done afterwards.",
  });
}
