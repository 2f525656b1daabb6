import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";

/** Accounts in which a deployment would fail half-way. */
export function testDoctor(deployment: Deployment): void {
  describe("npm run doctor", () => {
    test.each([
      [
        "broken-account",
        /✗ credentials +these are of account 000000000000, and the settings are for 999999999999/,
      ],
      [
        "broken-issuer",
        /✗ issuer +\S+: .*nowhere\/\.well-known\/openid-configuration does not answer \(HTTP 404\)/,
      ],
      ["broken-quota", /✗ concurrency +the account may run 10 functions at once/],
    ])("refuses %s", async (environment, finding) => {
      const { exitCode, output } = await deployment.run("doctor", environment);
      expect(output).toMatch(finding);
      expect(exitCode).toBe(1);
    });

    test("says that nothing has been bootstrapped", async () => {
      const { output } = await deployment.run("doctor", "dev");
      expect(output).toMatch(/✗ bootstrap ap-southeast-1 +CDK has not been bootstrapped there/);
      expect(output).toMatch(/✗ bootstrap us-east-1 /);
      expect(output).toMatch(/✓ issuer +1 usable keys/);
    });

    test("stands before every deployment", async () => {
      const { exitCode, output } = await deployment.run("deploy", "broken-issuer", "--yes", "--bootstrap");
      expect(output).toContain("deploy: nothing was deployed");
      expect(exitCode).toBe(1);
      expect(await deployment.inventory()).toEqual([]);
    });
  });
}
