import { request } from "node:http";
import { describe, expect, test } from "vitest";
import signatures from "../../fixtures/signatures.json" with { type: "json" };
import { startSimulator, TEST_NOW_MS } from "../testing/running-simulator.ts";
import type { AuthOptions } from "./credentials.ts";

const PERMANENT = {
  accessKey: "TESTACCESSKEY0000000",
  secretKey: "test-secret-key",
  projectIds: ["demo"],
};
const TEMPORARY = { ...PERMANENT, securityToken: "temporary-token" };

type SignedRequest = (typeof signatures)[number];

/** Sends what was signed, `Host` included, which `fetch` would not let us set. */
async function send(
  signed: SignedRequest,
  auth: AuthOptions,
  change: { query?: string; headers?: Record<string, string>; advanceMs?: number } = {},
): Promise<{ status: number; body: unknown }> {
  const { url, simulator } = await startSimulator({ auth, scenario: { services: 0, live: false } });
  simulator.clock.advance(change.advanceMs ?? 0);
  const query = change.query ?? signed.query;
  const headers = { ...signed.headers, ...change.headers };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${signed.path}?${query}`, { headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    sent.on("error", reject).end();
  });
}

function signedAs(name: string): SignedRequest {
  const found = signatures.find((signed) => signed.name === name);
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found;
}

const refusal = (detail: string) => ({
  status: 401,
  body: {
    error_code: "APIG.0301",
    error_msg: `Incorrect IAM authentication information: ${detail}`,
    request_id: expect.any(String),
  },
});

describe("signatures of the platform's own client", () => {
  test.each(signatures)("$name: accepted", async (signed) => {
    const keys = [signed.name === "temporary keys" ? TEMPORARY : PERMANENT];
    expect((await send(signed, { keys })).status).toBe(200);
  });

  test("a changed query, path or secret does not fit", async () => {
    const keys = [PERMANENT];
    const signed = signedAs("query in any order");
    const fail = refusal("verify aksk signature fail");
    expect(await send(signed, { keys }, { query: signed.query.replace("1000", "999") })).toEqual(fail);
    expect(await send({ ...signed, path: "/v1/demo/services" }, { keys })).toEqual(fail);
    expect(await send(signed, { keys: [{ ...PERMANENT, secretKey: "other" }] })).toEqual(fail);
    expect(await send(signed, { keys: [{ ...PERMANENT, accessKey: "OTHER" }] })).toEqual(
      refusal("ak is unknown"),
    );
  });

  test("the order of the query does not matter", async () => {
    const signed = signedAs("query in any order");
    const query = signed.query.split("&").toReversed().join("&");
    expect((await send(signed, { keys: [PERMANENT] }, { query })).status).toBe(200);
  });

  test("a signature ages", async () => {
    const signed = signedAs("no query");
    const keys = [PERMANENT];
    expect((await send(signed, { keys }, { advanceMs: 15 * 60_000 })).status).toBe(200);
    const tooLate = refusal("x-sdk-date is too far from now");
    expect(await send(signed, { keys }, { advanceMs: 15 * 60_000 + 1 })).toEqual(tooLate);
    expect(await send(signed, { keys }, { advanceMs: -15 * 60_000 - 1 })).toEqual(tooLate);
  });

  test("temporary keys need their token, and end", async () => {
    const signed = signedAs("temporary keys");
    expect(await send(signed, { keys: [PERMANENT] })).toEqual(refusal("x-security-token does not fit"));
    expect(await send(signedAs("no query"), { keys: [TEMPORARY] })).toEqual(
      refusal("x-security-token does not fit"),
    );
    const ended = [{ ...TEMPORARY, expiresAtMs: TEST_NOW_MS }];
    expect(await send(signed, { keys: ended })).toEqual(refusal("temporary ak/sk has expired"));
  });

  test("broken headers have different errors", async () => {
    const signed = signedAs("no query");
    const keys = [PERMANENT];
    const hostless = signed.headers.Authorization.replace("host;", "");
    expect(await send(signed, { keys }, { headers: { Authorization: hostless } })).toEqual(
      refusal("host and x-sdk-date must be signed"),
    );
    expect(await send(signed, { keys }, { headers: { Authorization: "Bearer x" } })).toEqual(
      refusal("authorization header is malformed"),
    );
    expect(await send(signed, { keys }, { headers: { "X-Sdk-Date": "yesterday" } })).toEqual(
      refusal("x-sdk-date is missing or malformed"),
    );
  });

  test("a key opens its own projects, and not the actions that it is denied", async () => {
    const signed = signedAs("no query");
    expect(await send(signed, { keys: [{ ...PERMANENT, projectIds: ["other"] }] })).toMatchObject({
      status: 403,
      body: { error_code: "ModelArts.0210" },
    });
    const denied = [{ ...PERMANENT, deniedActions: ["modelarts:service:list"] }];
    expect(await send(signed, { keys: denied })).toMatchObject({
      status: 403,
      body: {
        error_code: "ModelArts.0108",
        error_msg: "You are not authorized to perform the (modelarts:service:list) operation.",
      },
    });
  });
});
