/**
 * The reason why an environment cannot be in a region; `null` if it can.
 *
 * Other partitions are separate accounts without services that the dashboard and the API depend on. In `aws-cn`
 * CloudFront serves only your own domains with an ICP registration, takes no ACM certificates and has no firewall;
 * GovCloud has no CloudFront at all.
 *
 * Sources, looked up on 2026-11-28: "Getting Started with Amazon Web Services in China", pages "Amazon CloudFront" and
 * "Amazon WAF" ("at a regional level only"); "Distributed Load Testing on AWS", page "Deploy in AWS GovCloud (US) Regions".
 */
export function unsupportedRegion(region: string): string | null {
  if (region.startsWith("cn-")) {
    return (
      "cannot be a region of AWS China: its CloudFront has no firewall, and serves only domains with an ICP registration. " +
      "Use ap-east-1 or ap-southeast-1, which are near to mainland China; ModelArts itself may be in any region"
    );
  }
  if (/^us-(?:gov|iso\w*)-|^eu-isoe?-|^eusc-/.test(region)) {
    return "cannot be a region outside of the public AWS partition: CloudFront, which serves dashboard and API, is not there";
  }
  return null;
}

/**
 * Regions to whose buckets CloudFront delivers access logs: those that every account has.
 *
 * Source: CloudFront developer guide, "Configure standard logging (legacy)": buckets in opt-in regions are not
 * supported.
 */
export const ACCESS_LOG_REGIONS: ReadonlySet<string> = new Set([
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
]);
