import { type CfnResource, Stack } from "aws-cdk-lib";
import { NagRuleCompliance } from "cdk-nag";

/** A check of one resource. */
export interface NagRule {
  /** Its name within the pack. */
  readonly name: string;
  /** The problem of a resource that fails it. */
  readonly info: string;
  readonly explanation: string;
  readonly check: (resource: CfnResource) => NagRuleCompliance;
}

type ResourceClass<Resource> = abstract new (...args: never[]) => Resource;

/** A check for resources of one class; it passes all others. */
export function checkOf<Resource extends CfnResource>(
  resourceClass: ResourceClass<Resource>,
  passes: (resource: Resource) => boolean,
): NagRule["check"] {
  return (resource) => {
    if (!(resource instanceof resourceClass)) return NagRuleCompliance.NOT_APPLICABLE;
    return passes(resource) ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT;
  };
}

/**
 * A property of a resource as rendered in the template. Guarantee: the caller names the property's type in
 * CloudFormation's own schema; an intrinsic function instead of a value fails the caller's comparisons.
 */
export function resolved<Value>(resource: CfnResource, property: unknown): Value | undefined {
  return Stack.of(resource).resolve(property) as Value | undefined;
}
