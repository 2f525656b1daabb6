import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";
import { npmRun } from "./npm-run.ts";
import { PROJECT_ID } from "./world.ts";

/** The runbook's commands, on data written by the pipeline. */
export function testRunbook(deployment: Deployment): void {
  const operate = async (command: string) => {
    const { exitCode, output } = await npmRun(command, ["--json"], {
      ...deployment.world.environment,
      TABLE_NAME: deployment.output("TableName"),
      MODELARTS_PROJECTS: PROJECT_ID,
      MODELARTS_ENDPOINT: deployment.world.upstream,
      MODELARTS_SECRET_ID: deployment.output("CredentialsSecret"),
    });
    expect(exitCode, output).toBe(0);
    const report: unknown = JSON.parse(output.slice(output.indexOf("{")));
    return report;
  };
  const services = () => deployment.world.simulator.services(PROJECT_ID).length;

  describe("an operator", () => {
    test("reads the month again with the deployed secret, and nothing was missed", async () => {
      expect(await operate("backfill")).toMatchObject({
        services: services(),
        events: expect.toSatisfy((events) => events > 1_000),
        deployments: 0,
        failures: [],
      });
    });

    test("derives the past again, and nothing differs", async () => {
      expect(await operate("rebuild")).toMatchObject({
        services: services(),
        deployments: expect.toSatisfy((deployments) => deployments > 100),
        differences: 0,
        writes: 0,
        failures: [],
      });
    });

    test.each([
      ["backfill", / 0 failures$/m],
      ["rebuild", /^\d{2,} services, \d{3,} deployments, 0 items written, 0 failures$/m],
    ])("has a %s done in the account, and nothing was missing", async (job, report) => {
      const { exitCode, output } = await deployment.run("job", "dev", job);
      expect(output).toMatch(report);
      expect(exitCode).toBe(0);
    });

    test("has the audit run at once, and it finds no drift", async () => {
      const { error, log } = await deployment.invoke(deployment.output("AuditFunction"));
      expect(error, log).toBeNull();
      const line = log.split("\n").find((text) => text.includes('"project audited"')) ?? "{}";
      expect(JSON.parse(line)).toMatchObject({
        projectId: PROJECT_ID,
        services: expect.toSatisfy((count) => count > 5),
        rollupDrift: 0,
        derivationDrift: 0,
      });
    });
  });
}
