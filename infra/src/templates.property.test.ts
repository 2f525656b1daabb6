import fc from "fast-check";
import { expect, test } from "vitest";
import { LEAST_SETTINGS, synthesize } from "./testing/environment.ts";
import { roleActions } from "./testing/role-actions.ts";

const settings = fc.record({
  modelarts: fc.record({
    region: fc.constant("cn-north-4"),
    projects: fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,32}$/), { minLength: 1, maxLength: 5 }),
  }),
  identity: fc.constant(LEAST_SETTINGS.identity),
  api: fc.record({
    requestsPerSecond: fc.nat(1_000).map((n) => n + 1),
    corsOrigins: fc.subarray(["https://a.test"]),
  }),
  pipeline: fc.record({
    maxConcurrency: fc.integer({ min: 2, max: 1_000 }),
    reserveConcurrency: fc.boolean(),
  }),
  web: fc.record({ firewall: fc.boolean(), accessLogs: fc.boolean() }),
  logDays: fc.constantFrom(1, 30, 365),
});

test("whatever the settings, what must hold holds", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.constantFrom("dev", "prod"), settings, (environment, given) => {
      const { stateful, service, web, monitoring } = synthesize(environment, given);
      const resources = (type: string) =>
        [stateful, service, web, monitoring].flatMap((template) =>
          Object.values(template.findResources(type)),
        );

      const timeouts = resources("AWS::Lambda::Function").map(({ Properties }) => Properties.Timeout);
      const [work] = resources("AWS::SQS::Queue").filter(({ Properties }) => Properties.RedrivePolicy);
      expect(work?.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * 60);
      expect(Math.max(...timeouts)).toBeLessThanOrEqual(900);

      for (const { Properties } of resources("AWS::DynamoDB::GlobalTable")) {
        const [replica] = Properties.Replicas;
        expect(replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
        expect(replica.DeletionProtectionEnabled ?? false).toBe(environment === "prod");
      }
      for (const { Properties } of resources("AWS::Logs::LogGroup")) {
        expect(Properties.RetentionInDays).toBe(given.logDays);
      }
      for (const { Properties } of resources("AWS::Scheduler::Schedule")) {
        expect(Properties.Target.DeadLetterConfig.Arn).toBeDefined();
        expect(Properties.Target.RetryPolicy.MaximumEventAgeInSeconds).toBeLessThanOrEqual(3_600);
      }
      for (const { Properties } of Object.values(monitoring.findResources("AWS::CloudWatch::Alarm"))) {
        expect(Properties.AlarmActions).toHaveLength(1);
      }

      const lines = Object.values({ ...roleActions(service), ...roleActions(web) }).flat();
      const everything = lines.filter((line) => /(?:Allow|Deny) \S*\*| on \*$/.test(line));
      expect(new Set(everything)).toEqual(
        new Set(["Allow xray:PutTraceSegments on *", "Allow xray:PutTelemetryRecords on *"]),
      );
    }),
    { numRuns: 12 },
  );
});
