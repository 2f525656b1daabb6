import { Stack, type StackProps } from "aws-cdk-lib";
import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
import type { EnvironmentProps } from "./environment-props.ts";

/** Groups of rules that AWS keeps, and the order in which they look. */
const MANAGED_RULES = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesCommonRuleSet",
];

/** The firewall before CloudFront. It lives in us-east-1, wherever everything else is: CloudFront looks for it there. */
export class FirewallStack extends Stack {
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    { environment, settings, ...props }: EnvironmentProps & StackProps,
  ) {
    super(scope, id, { ...props, description: "Deploy Lens: firewall before CloudFront" });
    const acl = new CfnWebACL(this, "Acl", {
      scope: "CLOUDFRONT",
      description: `Deploy Lens ${environment}`,
      defaultAction: { allow: {} },
      visibilityConfig: visibility("all"),
      rules: [
        {
          name: "requests-per-address",
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: { limit: settings.web.requestsPerAddress, aggregateKeyType: "IP" },
          },
          visibilityConfig: visibility("requests-per-address"),
        },
        ...MANAGED_RULES.map((name, at) => ({
          name,
          priority: at + 1,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
          visibilityConfig: visibility(name),
        })),
      ],
    });
    this.arn = acl.attrArn;
  }
}

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
