import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";
import { REGION } from "./emulator/make-certificate.ts";
import { npmRun } from "./npm-run.ts";
import { KEY } from "./world.ts";

const STACKS = ["stateful", "service", "firewall", "web", "monitoring"].map(
  (name) => `deploy-lens-dev-${name}`,
);

export const testCommands = {
  deploy(deployment: Deployment): void {
    describe("npm run deploy -- dev", () => {
      test("refuses settings that nobody has filled in", async () => {
        const { exitCode, output } = await npmRun("deploy", ["staging"], deployment.world.environment);
        expect(output).toMatch(
          /^deploy: .*staging\.json still holds the values of an example: .*identity\.issuer/m,
        );
        expect(exitCode).toBe(2);
      });

      test("bootstraps the account, deploys every stack, and says what comes next", async () => {
        const { exitCode, output } = await deployment.deploy("--bootstrap");
        expect(exitCode, output.slice(-5_000)).toBe(0);
        for (const stack of STACKS) expect(output).toMatch(new RegExp(`✅ .*\\(${stack}\\)`));
        expect(output).toContain("Deploy Lens dev is deployed.");
        expect(output).toContain(deployment.output("DashboardUrl"));
      });

      test("the next step: the secret takes the credentials", async () => {
        const secrets = new SecretsManagerClient(connection(deployment));
        await secrets.send(
          new PutSecretValueCommand({
            SecretId: deployment.output("CredentialsSecret"),
            SecretString: JSON.stringify({ accessKey: KEY.accessKey, secretKey: KEY.secretKey }),
          }),
        );
        secrets.destroy();
      });
    });
  },

  redeploy(deployment: Deployment): void {
    describe("npm run deploy -- dev, again", () => {
      test("changes nothing", async () => {
        const { exitCode, output } = await deployment.deploy();
        expect(exitCode, output.slice(-5_000)).toBe(0);
        for (const stack of STACKS) expect(output).toContain(`(${stack}) (no changes)`);
      });

      test("npm run diff finds nothing", async () => {
        const { exitCode, output } = await npmRun("diff", ["dev"], deployment.world.environment);
        expect(output).toMatch(/Number of stacks with differences: 0/);
        expect(exitCode).toBe(0);
      });
    });
  },

  destroy(deployment: Deployment): void {
    describe("npm run destroy", () => {
      test("refuses prod", async () => {
        const { exitCode, output } = await npmRun("destroy", ["prod", "--yes"], deployment.world.environment);
        expect(output).toContain("prod is only destroyed with --destroy-prod");
        expect(exitCode).toBe(2);
      });

      test("leaves nothing behind", async () => {
        expect((await deployment.inventory()).filter(isOurs).length).toBeGreaterThan(50);
        const { exitCode, output } = await npmRun("destroy", ["dev", "--yes"], deployment.world.environment);
        expect(exitCode, output.slice(-5_000)).toBe(0);
        expect((await deployment.inventory()).filter(isOurs)).toEqual([]);
      });
    });
  },
};

/** Whatever is not CDK's own. */
function isOurs(thing: string): boolean {
  return !/: (?:CDKToolkit|cdk-hnb659fds-)/.test(thing);
}

function connection({ world }: Deployment) {
  return {
    region: REGION,
    endpoint: world.emulator.endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
}
