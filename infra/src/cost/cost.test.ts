import { readFileSync } from "node:fs";
import { join } from "node:path";
import { METRICS } from "@deploy-lens/analytics/constants";
import { REQUEST_METRICS, UPSTREAM_METRICS } from "@deploy-lens/bff/constants";
import { describe, expect, test } from "vitest";
import { smokeTest } from "../doctor/smoke-test.ts";
import { parseSettings } from "../read-settings.ts";
import { LEAST_SETTINGS, makeEnvironment, synthesize, templateOf, testApp } from "../testing/environment.ts";
import { costTable } from "./cost-table.ts";
import { CANARY, MEASURED } from "./measured.ts";
import { ANSWER_KB, monthlyCost, type Standing } from "./monthly-cost.ts";

const document = readFileSync(join(import.meta.dirname, "../../../docs/cost.md"), "utf8");

/** Routes that are asked for in a busy month: each has the metrics of requests once more. */
const BUSY_ROUTES = 8;
/** Metrics of a tick without changes: completed, listed, queued, owed, calls. */
const IDLE_METRICS = 5;

const prod = synthesize("prod");
const [plan] = Object.values(prod.stateful.findResources("AWS::Backup::BackupPlan"));
const alarms = Object.values(prod.monitoring.findResources("AWS::CloudWatch::Alarm"));
const production = makeEnvironment(testApp(), "prod", { web: { firewall: true } });
const [acl] = Object.values(templateOf(production, "firewall").findResources("AWS::WAFv2::WebACL"));
const standing: Standing = {
  firewallRules: acl?.Properties.Rules.length,
  backups: plan?.Properties.BackupPlan.BackupPlanRule[0].Lifecycle.DeleteAfterDays,
  alarmMetrics: alarms.reduce((sum, { Properties }) => sum + metricsOf(Properties), 0),
  idleMetrics: IDLE_METRICS,
  busyMetrics:
    Object.keys(METRICS).length +
    Object.keys(REQUEST_METRICS).length * (1 + BUSY_ROUTES) +
    Object.keys(UPSTREAM_METRICS).length,
};

describe("docs/cost.md", () => {
  test("has the table that the formula gives", () => {
    expect(document).toContain(`\n${costTable(standing)}\n`);
  });

  test("says what the firewall costs", () => {
    expect(document).toContain(`${standing.firewallRules} rules`);
  });

  test("says what answers are large", () => {
    for (const [name, { plainKb, sentKb }] of Object.entries(MEASURED.answers))
      expect(document).toContain(`| ${name} | ${plainKb} | ${sentKb} |`);
    expect(document).toContain(`${ANSWER_KB.toFixed(1)} KB an answer`);
  });

  test("counts the canary as the settings have it", () => {
    const { alarms } = parseSettings(LEAST_SETTINGS, "test");
    expect(CANARY.everyMinutes).toBe(alarms.canaryMinutes);
    const nowhere = "https://lens.test";
    const checks = smokeTest({ dashboardUrl: nowhere, apiUrl: nowhere, issuer: nowhere, projectId: "p" });
    expect(CANARY.requests).toBe(checks.length);
  });

  test("says how many metrics there are", () => {
    expect(document).toContain(`${standing.alarmMetrics} metrics that alarms look at`);
    expect(document).toContain(`${standing.busyMetrics} metrics of our own`);
  });
});

describe("the formula", () => {
  test("grows with deployments, and never faster", () => {
    const total = (load: number) => Object.values(monthlyCost(load, standing)).reduce((a, b) => a + b, 0);
    expect(total(2_000)).toBeGreaterThan(total(1_000));
    expect(total(100_000) / total(1_000)).toBeLessThan(100);
  });

  test("by hand: DynamoDB at 1,000 deployments a day", () => {
    // 30,000 deployments: 12.01 write units each; 11.12 + 3.5 × 2.53 read units each; 2 a minute; 1.5 for each of 615,000 requests.
    const writes = 30_000 * 12.01;
    const reads = 30_000 * (11.12 + 3.5 * 2.53) + 43_200 * 2 + 615_000 * 0.3 * 5;
    const expected = (writes * 0.625 + reads * 0.125) / 1e6;
    expect(monthlyCost(1_000, standing)["DynamoDB, requests"]).toBeCloseTo(expected, 6);
  });
});

/** An alarm on an expression is charged for each metric that it looks at. */
function metricsOf({ Metrics }: { readonly Metrics?: readonly { readonly MetricStat?: unknown }[] }): number {
  return Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;
}
