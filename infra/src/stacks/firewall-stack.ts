import { Stack, type StackProps } from "aws-cdk-lib";
import { CfnIPSet, CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
import type { EnvironmentProps } from "../constructs/environment-props.ts";
import { type EnvironmentSettings, MANAGED_RULE_GROUPS } from "../settings.ts";

type ManagedRuleGroup = (typeof MANAGED_RULE_GROUPS)[number];
type RuleAction = "count" | "allow" | "block";

/**
 * Rules that would block the product's own requests. `web.firewallOverrides` comes on top.
 *
 * `SizeRestrictions_QUERYSTRING` blocks query strings over 2,048 bytes, and an identity provider's code in
 * `/signed-in?code=…` may be longer; a rule of our own blocks the others by its label. `NoUserAgent_HEADER` would
 * block plain HTTP clients of the API.
 *
 * Source: AWS WAF developer guide, "Core rule set (CRS) managed rule group", which has these names and the label below (2026-11-28).
 */
const OVERRIDES: Readonly<Partial<Record<ManagedRuleGroup, Readonly<Record<string, RuleAction>>>>> = {
  AWSManagedRulesCommonRuleSet: { SizeRestrictions_QUERYSTRING: "count", NoUserAgent_HEADER: "count" },
};

const LONG_QUERY_LABEL = "awswaf:managed:aws:core-rule-set:SizeRestrictions_QueryString";
const SIGN_IN_PATH = "/signed-in";

/** The firewall in front of CloudFront. It must be in us-east-1, wherever everything else is. */
export class FirewallStack extends Stack {
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    { environment, settings, ...props }: EnvironmentProps & StackProps,
  ) {
    super(scope, id, { ...props, description: "Deploy Lens: firewall before CloudFront" });
    const { web } = settings;
    const rules = [
      requestsPerToken(web.requestsPerToken),
      requestsPerAddress(web.requestsPerAddress, this.#offices(web.officeAddresses)),
      ...MANAGED_RULE_GROUPS.map((group) => managedRules(group, web.firewallOverrides[group])),
      longQueries(),
    ];
    const acl = new CfnWebACL(this, "Acl", {
      scope: "CLOUDFRONT",
      description: `Deploy Lens ${environment}`,
      defaultAction: { allow: {} },
      visibilityConfig: visibility("all"),
      rules: rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) })),
    });
    this.arn = acl.attrArn;
  }

  /** @returns one set of addresses per IP version used. */
  #offices(ranges: readonly string[]): CfnIPSet[] {
    return (["IPV4", "IPV6"] as const).flatMap((ipAddressVersion) => {
      const addresses = ranges.filter((range) => range.includes(":") === (ipAddressVersion === "IPV6"));
      if (addresses.length === 0) return [];
      return [
        new CfnIPSet(this, `Offices${ipAddressVersion}`, {
          scope: "CLOUDFRONT",
          ipAddressVersion,
          addresses,
        }),
      ];
    });
  }
}

type Rule = Omit<CfnWebACL.RuleProperty, "priority" | "visibilityConfig">;

const REFUSE_FOR_NOW = { block: { customResponse: { responseCode: 429 } } };

/** Requests without a token only count for their address. */
function requestsPerToken(limit: number): Rule {
  const header = { name: "authorization", textTransformations: [{ priority: 0, type: "NONE" }] };
  return {
    name: "requests-per-token",
    action: REFUSE_FOR_NOW,
    statement: {
      rateBasedStatement: {
        limit,
        aggregateKeyType: "CUSTOM_KEYS",
        customKeys: [{ header }, { ip: {} }],
      },
    },
  };
}

function requestsPerAddress(limit: number, offices: readonly CfnIPSet[]): Rule {
  const inOffice = offices.map(({ attrArn: arn }) => ({ ipSetReferenceStatement: { arn } }));
  const [only, ...others] = inOffice;
  const anywhereElse =
    only === undefined
      ? {}
      : {
          scopeDownStatement: {
            notStatement: {
              statement: others.length === 0 ? only : { orStatement: { statements: inOffice } },
            },
          },
        };
  return {
    name: "requests-per-address",
    action: REFUSE_FOR_NOW,
    statement: { rateBasedStatement: { limit, aggregateKeyType: "IP", ...anywhereElse } },
  };
}

function managedRules(
  name: ManagedRuleGroup,
  configured: EnvironmentSettings["web"]["firewallOverrides"][ManagedRuleGroup],
): Rule {
  const overrides = Object.entries({ ...OVERRIDES[name], ...configured });
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ...(overrides.length === 0
          ? {}
          : {
              ruleActionOverrides: overrides.map(([rule, action]) => ({
                name: rule,
                actionToUse: { [action]: {} },
              })),
            }),
      },
    },
  };
}

function longQueries(): Rule {
  const isSignIn = {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: "EXACTLY",
      searchString: SIGN_IN_PATH,
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };
  return {
    name: "long-queries",
    action: { block: {} },
    statement: {
      andStatement: {
        statements: [
          { labelMatchStatement: { scope: "LABEL", key: LONG_QUERY_LABEL } },
          { notStatement: { statement: isSignIn } },
        ],
      },
    },
  };
}

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
