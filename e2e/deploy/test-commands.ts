import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";
import { SECOND_REGION } from "./emulator/make-certificate.ts";
import { putCredentials } from "./put-credentials.ts";

const LASTING = ["stateful", "service", "web", "monitoring"].map((name) => `deploy-lens-dev-${name}`);
const FIREWALL = "deploy-lens-dev-firewall-ap-southeast-1";

export const testCommands = {
  deploy(deployment: Deployment): void {
    describe("npm run deploy -- dev", () => {
      test("refuses settings that nobody has filled in", async () => {
        const { exitCode, output } = await deployment.run("deploy", "staging", "--yes");
        expect(output).toMatch(
          /^deploy: .*staging\.json still holds the values of an example: .*identity\.issuer/m,
        );
        expect(exitCode).toBe(2);
      });

      test("asks nobody where nobody is, and deploys nothing", async () => {
        const { exitCode, output } = await deployment.run("deploy", "dev");
        expect(output).toContain("deploy: there is no terminal to confirm at");
        expect(exitCode).toBe(2);
      });

      test("at a terminal: shows what widens, asks once, deploys every stack, tests it, and says what comes next", async () => {
        const { exitCode, output } = await deployment.deployAtTerminal("--bootstrap");
        expect(exitCode, output.slice(-5_000)).toBe(0);
        expect(output).toContain("IAM Statement Changes");
        expect(output.match(/\(y\/N\)/g)).toHaveLength(1);
        for (const stack of [...LASTING, FIREWALL]) expect(output).toMatch(new RegExp(`✅ .*\\(${stack}\\)`));
        expect(output).toContain("Deploy Lens dev is deployed.");
        expect(output).toContain(deployment.output("DashboardUrl"));
      });

      test("the next step: the secret takes the credentials", () => putCredentials(deployment));
    });
  },

  redeploy(deployment: Deployment): void {
    describe("npm run deploy -- dev, again", () => {
      test("changes nothing, and asks nothing", async () => {
        const { exitCode, output } = await deployment.deployAtTerminal();
        expect(exitCode, output.slice(-5_000)).toBe(0);
        expect(output).not.toContain("(y/N)");
        for (const stack of LASTING) expect(output).toContain(`(${stack}) (no changes)`);
      });

      test("npm run diff finds nothing", async () => {
        const { exitCode, output } = await deployment.run("diff", "dev");
        expect(output).toMatch(/Number of stacks with differences: 0/);
        expect(exitCode).toBe(0);
      });
    });
  },

  secondRegion(deployment: Deployment): void {
    describe("a second environment in a second region", () => {
      test("is deployed beside the first", async () => {
        const { exitCode, output } = await deployment.run("deploy", "dev-eu", "--yes", "--bootstrap");
        expect(exitCode, output.slice(-5_000)).toBe(0);
        const outputs = await deployment.readOutputs(SECOND_REGION, "dev-eu");
        expect(outputs.get("AlarmTopic")).toContain(SECOND_REGION);
        const taken = (await deployment.inventory()).filter((thing) => thing.includes("list_dashboards"));
        expect(taken.map((thing) => thing.replace(/.*: /, "")).sort()).toEqual([
          "deploy-lens-dev-ap-southeast-1",
          "deploy-lens-dev-eu-eu-west-1",
        ]);
      });

      test("and taken down without it", async () => {
        const { exitCode, output } = await deployment.run("destroy", "dev-eu", "--yes");
        expect(exitCode, output.slice(-5_000)).toBe(0);
        expect(
          (await deployment.inventory()).filter((thing) => thing.includes("deploy-lens-dev-eu")),
        ).toEqual([]);
        expect(await deployment.readOutputs(SECOND_REGION, "dev-eu")).toEqual(new Map());
      });
    });
  },

  destroy(deployment: Deployment): void {
    describe("npm run destroy", () => {
      test("refuses prod", async () => {
        const { exitCode, output } = await deployment.run("destroy", "prod", "--yes");
        expect(output).toContain("prod is production, and only destroyed with --destroy-prod");
        expect(exitCode).toBe(2);
      });

      test("leaves nothing behind but the table that was restored by hand", async () => {
        expect((await deployment.inventory()).filter(isOurs).length).toBeGreaterThan(50);
        const { exitCode, output } = await deployment.run("destroy", "dev", "--yes");
        expect(exitCode, output.slice(-5_000)).toBe(0);
        expect((await deployment.inventory()).filter(isOurs)).toEqual([
          "ap-southeast-1 dynamodb list_tables: restored",
        ]);
      });
    });
  },
};

/** True for anything not created by CDK itself. */
function isOurs(thing: string): boolean {
  return !/: (?:CDKToolkit|cdk-hnb659fds-)/.test(thing);
}
