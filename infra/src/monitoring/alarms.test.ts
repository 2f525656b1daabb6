import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { TABLE } from "@deploy-lens/store/table/schema";
import { describe, expect, test } from "vitest";
import { synthesize } from "../testing/environment.ts";

const runbook = readFileSync(join(import.meta.dirname, "../../../docs/runbook.md"), "utf8");

/** The parts of the runbook's chapter about alarms, by heading. */
const entries = new Map(
  (runbook.split(/^## Alarms$/m)[1]?.split(/^## /m)[0] ?? "")
    .split(/^### /m)
    .slice(1)
    .map((entry) => [entry.slice(0, entry.indexOf("\n")).trim(), entry] as const),
);

const { monitoring } = synthesize("prod", { alarms: { emails: ["somebody@lens.test"] } });
const alarms = Object.values(monitoring.findResources("AWS::CloudWatch::Alarm")).map(
  ({ Properties }) => Properties,
);

describe("an alarm", () => {
  test.each(alarms.map(({ AlarmName, AlarmDescription }) => [AlarmName, AlarmDescription]))(
    "%s is explained in the runbook",
    (_, description) => {
      const heading = /docs\/runbook\.md#([a-z-]+)$/.exec(description)?.[1] ?? "";
      const entry = entries.get(heading);
      expect(entry, `docs/runbook.md has no heading ${heading}`).toBeDefined();
      for (const part of ["Description", "Investigation", "Resolution"]) {
        expect(entry).toMatch(new RegExp(`^\\*\\*${part}\\.\\*\\* \\S`, "m"));
      }
    },
  );

  test("that the runbook explains exists", () => {
    const named = new Set(alarms.map(({ AlarmDescription }) => AlarmDescription.split("#").at(-1)));
    expect([...entries.keys()].filter((heading) => !named.has(heading))).toEqual([]);
  });

  test("sends a notification when it goes off and when it ends", () => {
    for (const { AlarmActions, OKActions } of alarms) {
      expect(AlarmActions).toHaveLength(1);
      expect(OKActions).toEqual(AlarmActions);
    }
    monitoring.hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "email",
      Endpoint: "somebody@lens.test",
    });
  });

  test("of a pipeline that does not run goes off when nothing is measured", () => {
    const [alarm] = alarms.filter(({ AlarmName }) => AlarmName.includes("pipeline-did-not-run"));
    expect(alarm).toMatchObject({ TreatMissingData: "breaching", EvaluationPeriods: 2 });
  });

  test("on the nightly audit counts the hours in which the pipeline ran, so that it is not on from the beginning", () => {
    const [alarm] = alarms.filter(({ AlarmName }) => AlarmName.includes("audit-did-not-run"));
    expect(alarm).toMatchObject({ TreatMissingData: "notBreaching", DatapointsToAlarm: 30 });
    expect(alarm?.Metrics[0].Expression).toBe("IF(FILL(running, 0) > 0, FILL(count, 0))");
  });

  test("watches each index of the table, where throttles are counted apart", () => {
    const throttles = alarms.filter(({ AlarmName }) => AlarmName.includes("table-throttles"));
    const indexes = throttles.flatMap(({ Dimensions }) =>
      Dimensions.filter(({ Name }: { Name: string }) => Name === "GlobalSecondaryIndexName").map(
        ({ Value }: { Value: string }) => Value,
      ),
    );
    expect(new Set(indexes)).toEqual(new Set(Object.values(TABLE.indexes).map(({ name }) => name)));
    expect(throttles).toHaveLength(2 * (1 + Object.keys(TABLE.indexes).length));
  });

  test("on failed calls goes off when none got through at all", () => {
    const [alarm] = alarms.filter(({ AlarmName }) => AlarmName.endsWith("upstream-errors-pipeline"));
    const Expression: string = alarm?.Metrics.flatMap(({ Expression: it = [] }) => it)[0];
    // 60 calls failed before anything was sent: no request was counted.
    const percent = runInNewContext(Expression, {
      IF: (condition: boolean, yes: number, no: number) => (condition ? yes : no),
      MAX: (values: number[]) => Math.max(...values),
      FILL: (value: number | undefined, filler: number) => value ?? filler,
      part: 60,
      whole: undefined,
    });
    expect(percent).toBeGreaterThan(alarm?.Threshold);
  });
});

test("the dashboard shows every alarm", () => {
  const [dashboard] = Object.values(monitoring.findResources("AWS::CloudWatch::Dashboard"));
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);
  const shown = Object.keys(monitoring.findResources("AWS::CloudWatch::Alarm")).filter((id) =>
    body.includes(id),
  );
  expect(shown).toHaveLength(alarms.length);
});
