import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";
import { npmRun } from "./npm-run.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The templates of all environments, synthesized without an account. */
export function testTemplates(deployment: Deployment): void {
  describe("templates", () => {
    test("of dev, staging and prod are made and checked without credentials", async () => {
      const { exitCode, output } = await npmRun("synth", [], {});
      expect(output).toContain("Successfully synthesized");
      expect(exitCode).toBe(0);
    });

    test("have nothing that cfn-lint objects to", () => {
      const folder = join(ROOT, "infra/cdk.out");
      const templates = readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".template.json"))
        .map((file) => join(folder, file));
      expect(templates.length).toBeGreaterThanOrEqual(13);
      const role = join(ROOT, "infra/src/github/deploy-role.yaml");
      const cfnLint = join(dirname(deployment.python), "cfn-lint");
      // W3005: CDK declares dependencies that a reference already implies.
      const { status, stdout, stderr } = spawnSync(
        cfnLint,
        ["--ignore-checks", "W3005", "--", ...templates, role],
        { encoding: "utf8" },
      );
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
    });
  });
}
