/**
 * List prices in US dollars, us-east-1, without free tiers and discounts, as AWS published them in November 2026. Other regions
 * differ by up to a third.
 */
export const PRICES = {
  /** A million write request units of an on-demand table. */
  dynamodbWrites: 0.625,
  /** A million read request units. */
  dynamodbReads: 0.125,
  /** A GB of table and of its point-in-time recovery, for a month. */
  dynamodbStorage: 0.25 + 0.2,
  lambdaRequests: 0.2,
  /** A GB for a second, arm64. */
  lambdaGbSecond: 0.0000133334,
  /** A million requests. */
  sqsRequests: 0.4,
  schedulerTicks: 1,
  httpApiRequests: 1,
  cloudFrontRequests: 1,
  /** Per GB sent by CloudFront. */
  cloudFrontTransfer: 0.085,
  /** Per GB ingested. */
  logs: 0.5,
  /** A metric of our own, for a month in which it is always reported. */
  metric: 0.3,
  /** Per metric used by an alarm and month. */
  alarmMetric: 0.1,
  dashboard: 3,
  secret: 0.4,
  /** A million calls of Secrets Manager. */
  secretReads: 5,
  /** A web ACL, and each of its rules, for a month. */
  firewall: 5,
  firewallRule: 1,
  /** Per million requests inspected by the firewall. */
  firewallRequests: 0.6,
  /** A million traces. */
  traces: 5,
} as const;
