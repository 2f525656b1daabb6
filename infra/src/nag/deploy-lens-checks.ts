import type { CfnResource } from "aws-cdk-lib";
import { NagMessageLevel, NagPack, type NagPackProps, rules } from "cdk-nag";
import type { IConstruct } from "constructs";
import { CALLER_RULES } from "./caller-rules.ts";
import { DATA_RULES } from "./data-rules.ts";
import { FUNCTION_RULES } from "./function-rules.ts";
import type { NagRule } from "./rule.ts";

/** Rules of cdk-nag that are in none of its packs. */
const UNPACKED_RULES: readonly NagRule[] = [
  {
    name: "FunctionUrlAuth",
    info: "The function's URL asks for no authentication.",
    explanation: "Who knows the URL could call it, past the gateway.",
    check: rules.lambda.LambdaFunctionUrlAuth,
  },
  {
    name: "QueueVisibility",
    info: "The queue hands messages out again before six times the function's timeout has passed.",
    explanation: "A message whose function still runs would be dealt with twice.",
    check: rules.lambda.LambdaEventSourceSQSVisibilityTimeout,
  },
];

/** Requirements of this system that AwsSolutions and Serverless do not check. */
export class DeployLensChecks extends NagPack {
  readonly name = "DeployLens";

  constructor(scope?: IConstruct, props?: NagPackProps) {
    super(scope, props);
    this.packName = this.name;
  }

  protected override checkResource(node: CfnResource): void {
    for (const { name, info, explanation, check } of [
      ...FUNCTION_RULES,
      ...DATA_RULES,
      ...CALLER_RULES,
      ...UNPACKED_RULES,
    ]) {
      this.applyRule({
        ruleSuffixOverride: name,
        info,
        explanation,
        level: NagMessageLevel.ERROR,
        node,
        rule: check,
      });
    }
  }
}
