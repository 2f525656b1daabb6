import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";
import { REGION } from "./emulator/make-certificate.ts";
import { putCredentials } from "./put-credentials.ts";
import { get, until } from "./read.ts";
import { PROJECT_ID } from "./world.ts";

const RESTORED = "restored";
const SERVICES = `/api/v1/projects/${PROJECT_ID}/services`;

/** Tasks of people on call. */
export function testOperations(deployment: Deployment): void {
  const ask = async (path: string) => {
    const token = await deployment.world.issuer.token({ projects: [PROJECT_ID] });
    return get(`${await deployment.webUrl()}${path}`, { authorization: `Bearer ${token}` });
  };
  const putFile = async (Key: string, Body: string) => {
    const s3 = new S3Client({
      region: REGION,
      endpoint: deployment.world.emulator.endpoint,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      forcePathStyle: true,
    });
    const ContentType = "application/json";
    await s3.send(new PutObjectCommand({ Bucket: deployment.output("SiteBucket"), Key, Body, ContentType }));
    s3.destroy();
  };
  const statistics = () => ask(`/api/v1/projects/${PROJECT_ID}/deploy-durations?${deployment.world.window}`);

  describe("on call", () => {
    test("npm run alarms:test: an alarm's message arrives", async () => {
      const { exitCode, output } = await deployment.run("alarms:test", "dev");
      expect(output).toMatch(/Its message arrived: .*"NewStateValue": ?"ALARM"/);
      expect(output).toContain("nobody@deploy-lens.test");
      expect(exitCode).toBe(0);
    });

    test("the canary is content, and names what is broken until it is whole again", async () => {
      const canary = () => deployment.invoke(deployment.output("CanaryFunction"));
      const whole = await canary();
      expect(whole.error, whole.payload + whole.log).toBeNull();
      const { text } = await get(`${await deployment.webUrl()}/config.json`);
      await putFile("config.json", "{}");
      const broken = await canary();
      await putFile("config.json", text);
      expect(broken.error).not.toBeNull();
      expect(broken.payload).toContain("configuration: answered 200 {}");
      expect((await canary()).error).toBeNull();
    });

    test("npm run doctor examines the deployed environment", async () => {
      const { output } = await deployment.run("doctor", "dev");
      for (const check of ["functions", "platform", "alarm topic", "dead letters", "dashboard", "tokens"])
        expect(output).toMatch(new RegExp(`✓ ${check} `));
    });
  });

  describe("a deployment that replaces the secret, uses a restored table, and has no firewall", () => {
    let before: Awaited<ReturnType<typeof statistics>>;

    test("leaves a paused pipeline paused", async () => {
      before = await statistics();
      const { exitCode, output } = await deployment.run("pause", "dev", "--reason=restoring the table");
      expect(exitCode, output).toBe(0);
      await deployment.restoreTable(RESTORED);
      deployment.world.settings.set("dev", {
        "web.firewall": false,
        restoredTable: RESTORED,
        "modelarts.secretName": "deploy-lens-dev-modelarts",
      });
      const deployed = await deployment.deploy("--yes");
      expect(deployed.exitCode, deployed.output.slice(-5_000)).toBe(0);
      expect(deployed.output).toContain("Deleted deploy-lens-dev-firewall-ap-southeast-1");
      const { output: doctor } = await deployment.run("doctor", "dev");
      expect(doctor).toMatch(/! pause +the pipeline is paused \(restoring the table; since /);
      expect(doctor).toMatch(/✓ functions /);
      expect(doctor).toMatch(/✗ platform .*put credentials/);
      expect(doctor).toMatch(/✓ firewall +off/);
    });

    test("the firewall is gone", async () => {
      expect((await deployment.inventory()).filter((thing) => /list_web_acls|firewall/.test(thing))).toEqual(
        [],
      );
    });

    test("the restored table answers as the old one did", async () => {
      expect(deployment.output("TableName")).toBe(RESTORED);
      expect(groupsOf((await statistics()).body)).toEqual(groupsOf(before.body));
    });

    test("the new secret is used, once it is filled", async () => {
      expect(deployment.output("CredentialsSecret")).toContain("deploy-lens-dev-modelarts");
      await putCredentials(deployment);
      const { body } = await until(
        () => ask(`${SERVICES}?limit=1`),
        ({ status }) => status === 200,
        60_000,
      );
      expect(body).toMatchObject({ services: [{ id: expect.any(String) }] });
    });

    test("npm run resume: ticks are heard again", async () => {
      const { exitCode, output } = await deployment.run("resume", "dev");
      expect(exitCode, output).toBe(0);
      deployment.world.simulator.requests.clear();
      await until(
        async () => deployment.world.simulator.requests.list(),
        (asked) => asked.length > 0,
        120_000,
      );
      // The last deployment found it paused; the next one reverts that in the template, too.
      const deployed = await deployment.deploy("--yes");
      expect(deployed.exitCode, deployed.output.slice(-5_000)).toBe(0);
    });
  });
}

function groupsOf(answer: unknown): unknown {
  return typeof answer === "object" && answer !== null && "groups" in answer ? answer.groups : undefined;
}
