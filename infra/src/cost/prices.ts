/**
 * List prices in US dollars, us-east-1, without free tiers and discounts, as AWS published them in November 2026. Other regions
 * differ, most by up to a third; CloudFront's transfer in Asia costs 0.12 a GB instead of 0.085. Budgets that only tell are free.
 *
 * Source: the page "Pricing" of each service; looked up a second time on 2026-11-28: WAF (aws.amazon.com/waf/pricing), backups of
 * tables (aws.amazon.com/dynamodb/pricing/on-demand).
 */
export const PRICES = {
  /** A million write request units of an on-demand table. */
  dynamodbWrites: 0.625,
  /** A million read request units. */
  dynamodbReads: 0.125,
  /** A GB of table and of its point-in-time recovery, for a month. */
  dynamodbStorage: 0.25 + 0.2,
  /** A GB of the table in a vault, for a month; each backup is a whole one. */
  dynamodbBackup: 0.1,
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
  /** A web ACL, and each of its rules and of AWS' groups, for a month. */
  firewall: 5,
  firewallRule: 1,
  /** Per million requests inspected by the firewall. */
  firewallRequests: 0.6,
  /** A million traces. */
  traces: 5,
} as const;
