/** Prefix of the names of an environment's stacks. */
export function stageName(environment: string): string {
  return `deploy-lens-${environment}`;
}

/** Fixed, so that the role that starts jobs needs no permission to look it up. */
export function jobFunctionName(environment: string): string {
  return `${stageName(environment)}-job`;
}

/** The firewalls of all regions are in us-east-1, so the name includes the region. */
export function firewallStackName(environment: string, region: string | undefined): string {
  return [stageName(environment), "firewall", ...(region === undefined ? [] : [region])].join("-");
}

/**
 * A name that is unique within an account across regions: for CloudFront policies and CloudWatch dashboards.
 *
 * @param region Of the environment, or a CloudFormation reference to it.
 */
export function accountGlobalName(environment: string, region: string, what?: string): string {
  return [stageName(environment), region, ...(what === undefined ? [] : [what])].join("-");
}
