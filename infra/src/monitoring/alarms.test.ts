import { readFileSync } from "node:fs";
import { join } from "node:path";
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

  test("is told to somebody, when it goes off and when it ends", () => {
    for (const { AlarmActions, OKActions } of alarms) {
      expect(AlarmActions).toHaveLength(1);
      expect(OKActions).toEqual(AlarmActions);
    }
    monitoring.hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "email",
      Endpoint: "somebody@lens.test",
    });
  });

  test("that says that something did not happen goes off when nothing is measured", () => {
    const missing = alarms.filter(({ AlarmName }) => AlarmName.includes("did-not-run"));
    expect(missing.map(({ TreatMissingData }) => TreatMissingData)).toEqual(["breaching", "breaching"]);
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
