import { AwsClient } from "aws4fetch";
import fc from "fast-check";
import { expect, test } from "vitest";
import { signAwsRequest } from "./signature-v4.ts";

const text = fc.stringMatching(/^[A-Za-z0-9/+=]{1,60}$/);

test("requests are signed as the library signs them", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        accessKeyId: text,
        secretAccessKey: text,
        sessionToken: fc.option(text, { nil: undefined }),
        region: fc.constantFrom("eu-west-1", "us-east-1", "cn-north-1"),
        secretId: fc.string({ unit: "grapheme" }),
        nowMs: fc.integer({ min: Date.UTC(2001, 0), max: Date.UTC(2100, 0) }),
      }),
      async ({ secretId, nowMs, ...keys }) => {
        const url = new URL(`https://secretsmanager.${keys.region}.amazonaws.com/`);
        const body = JSON.stringify({ SecretId: secretId });
        const headers = {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "secretsmanager.GetSecretValue",
        };
        const ours = signAwsRequest({ url, headers, body }, { ...keys, service: "secretsmanager" }, nowMs);
        const client = new AwsClient({
          accessKeyId: keys.accessKeyId,
          secretAccessKey: keys.secretAccessKey,
          ...(keys.sessionToken === undefined ? {} : { sessionToken: keys.sessionToken }),
          region: keys.region,
          service: "secretsmanager",
        });
        const datetime = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
        const theirs = await client.sign(url, {
          method: "POST",
          headers,
          body,
          aws: { datetime, allHeaders: true },
        });
        expect(ours).toEqual(Object.fromEntries(theirs.headers));
      },
    ),
    { numRuns: 200 },
  );
});
