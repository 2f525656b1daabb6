import { ANALYTICS_ENV } from "@deploy-lens/analytics/env";
import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { AppFunction } from "../constructs/app-function.ts";
import { readsTable } from "../constructs/binding.ts";
import { commonVariables, type PipelineProps, reserved } from "./pipeline-props.ts";

/** Recomputes a sample of the stored data. */
export class AuditFunction extends AppFunction {
  constructor(scope: Construct, id: string, props: PipelineProps) {
    const { environment, settings, code, table } = props;
    super(scope, id, {
      description: `Deploy Lens ${environment}: recomputes a sample, and compares it with what is kept`,
      code: code.audit,
      environment: commonVariables(props),
      bindings: { [ANALYTICS_ENV.tableName]: readsTable(table) },
      timeout: Duration.minutes(15),
      memoryMb: 1024,
      reservedConcurrency: reserved(props, 1),
      settings,
      noDeadLetterReason:
        "An audit that failed is made good by the next one; an alarm says that none went through.",
    });
  }
}
