import { ANALYTICS_ENV } from "@deploy-lens/analytics/env";
import { Duration } from "aws-cdk-lib";
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { AppFunction } from "../constructs/app-function.ts";
import { readsSecret, writesTable } from "../constructs/binding.ts";
import { jobFunctionName } from "../constructs/names.ts";
import { modelartsVariables } from "./modelarts-variables.ts";
import { commonVariables, type PipelineProps } from "./pipeline-props.ts";

/**
 * Backfills and rebuilds inside the account: the role that starts one may do only that, and has no access to table or
 * secret.
 */
export class JobFunction extends AppFunction {
  /** May only start jobs; authorized people in the account assume it. */
  readonly role: Role;

  constructor(scope: Construct, id: string, props: PipelineProps) {
    const { environment, settings, code, table, credentials } = props;
    super(scope, id, {
      name: jobFunctionName(environment),
      description: `Deploy Lens ${environment}: backfills and rebuilds`,
      code: code.job,
      environment: { ...commonVariables(props), ...modelartsVariables(ANALYTICS_ENV, settings.modelarts) },
      bindings: {
        [ANALYTICS_ENV.tableName]: writesTable(table),
        [ANALYTICS_ENV.modelartsSecretId]: readsSecret(credentials),
      },
      // A service with a long history takes minutes; parts end much earlier.
      timeout: Duration.minutes(15),
      memoryMb: 1024,
      settings,
      noDeadLetterReason: "Whoever starts a job waits for each part of it, and starts it again.",
    });
    this.role = new Role(this, "Starter", {
      description: `Starts backfills and rebuilds of Deploy Lens ${environment}`,
      assumedBy: new AccountRootPrincipal(),
      inlinePolicies: {
        start: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [this.lambda.functionArn] }),
          ],
        }),
      },
    });
  }
}
