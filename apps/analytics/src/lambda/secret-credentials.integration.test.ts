import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, test } from "vitest";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { startFakeAws } from "../testing/fake-aws.ts";
import { secretCredentials } from "./secret-credentials.ts";

async function startSecret(content: string | null) {
  const aws = await startFakeAws();
  aws.secret = content;
  const client = new SecretsManagerClient({
    endpoint: aws.endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const { log, lines } = collectMetrics();
  return { aws, load: secretCredentials(client, "upstream", log), lines };
}

describe("upstream credentials in a secret", () => {
  test("are read on every call", async () => {
    const { aws, load } = await startSecret('{"accessKey":"AK1","secretKey":"SK1"}');
    const before = await load("a");
    aws.secret = '{"accessKey":"AK2","secretKey":"SK2"}';
    const after = await load("a");
    const revealed = [before, after].map((one) =>
      one.kind === "access_key" ? one.secretKey.reveal() : one.kind,
    );
    expect(revealed).toEqual(["SK1", "SK2"]);
  });

  test("are the project's own where the secret lists them", async () => {
    const { load } = await startSecret('{"token":"T1","projects":{"b":{"accessKey":"AK","secretKey":"SK"}}}');
    expect([(await load("a")).kind, (await load("b")).kind]).toEqual(["token", "access_key"]);
  });

  test.each([
    ["no secret", null, "no such secret"],
    ["an empty one", "", "The secret is empty: fill it"],
    ["one that is not JSON", "canary-not-json", "The secret is not JSON"],
    ["one of another shape", '{"key":"canary-value"}', "must be {accessKey, secretKey}"],
  ])("%s is an error that says what to do, and quotes nothing", async (_, content, message) => {
    const { load, lines } = await startSecret(content);
    await expect(load("a")).rejects.toThrow(message);
    const [line = ""] = lines;
    expect(JSON.parse(line)).toMatchObject({ level: "ERROR", secretId: "upstream", projectId: "a" });
    expect(line).toContain(message);
    expect(line).not.toContain("canary");
  });
});
