/** What the names of an environment's stacks begin with. */
export function stageName(environment: string): string {
  return `deploy-lens-${environment}`;
}

/** Fixed, so that the role that starts jobs needs no permission to look it up. */
export function jobFunctionName(environment: string): string {
  return `${stageName(environment)}-job`;
}

/** The firewalls of all regions stand in us-east-1, so the name says whose it is. */
export function firewallStackName(environment: string, region: string | undefined): string {
  return [stageName(environment), "firewall", ...(region === undefined ? [] : [region])].join("-");
}

/**
 * A name for what an account has once for all regions: CloudFront's policies, dashboards of CloudWatch.
 *
 * @param region Of the environment, or how CloudFormation refers to it.
 */
export function accountGlobalName(environment: string, region: string, what?: string): string {
  return [stageName(environment), region, ...(what === undefined ? [] : [what])].join("-");
}
