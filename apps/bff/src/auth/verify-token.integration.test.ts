import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { startIssuer, type TestIssuer } from "../testing/issuer.ts";
import { tokenVerifier } from "./verify-token.ts";

let issuer: TestIssuer;
const startedAtMs = Math.floor(Date.now() / 1_000) * 1_000;

beforeAll(async () => {
  issuer = await startIssuer();
});

afterAll(() => issuer.close());

/** By a `monotonicMs` that stands still, as it does while a function is frozen, the time of day counts. */
function clocksOf(clock: { readonly nowMs: number; readonly monotonicMs: number }) {
  return { now: () => clock.nowMs, monotonicNow: () => clock.monotonicMs };
}

/** A verifier that has accepted this token. */
async function verifierThatKnows(token: string) {
  const clock = { nowMs: startedAtMs, monotonicMs: 0 };
  const verify = tokenVerifier(issuer.setting, clocksOf(clock));
  await verify(token);
  return { clock, verify };
}

describe("a verified token", () => {
  test("stands until it expires, and not a second longer than clocks may differ", async () => {
    const token = await issuer.token({ exp: startedAtMs / 1_000 + 20 });
    const { clock, verify } = await verifierThatKnows(token);
    clock.nowMs = startedAtMs + 49_000;
    await expect(verify(token)).resolves.toMatchObject({ sub: "u-1" });
    clock.nowMs = startedAtMs + 51_000;
    await expect(verify(token)).rejects.toMatchObject({ problem: "unauthenticated" });
  });

  test("is no reason to take another one with the same claims", async () => {
    const token = await issuer.token();
    const { verify } = await verifierThatKnows(token);
    const [head, claims, signature = ""] = token.split(".");
    const forged = [head, claims, `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`].join(".");
    await expect(verify(forged)).rejects.toMatchObject({ problem: "unauthenticated" });
  });

  test("is verified again after a minute: a key that its issuer withdrew no longer counts", async () => {
    const withdrawn = await startIssuer();
    const clock = { nowMs: startedAtMs, monotonicMs: 0 };
    const verify = tokenVerifier(withdrawn.setting, clocksOf(clock));
    const token = await withdrawn.token({ exp: startedAtMs / 1_000 + 86_400 });
    await verify(token);
    await withdrawn.close();
    clock.nowMs = startedAtMs + 59_999;
    await expect(verify(token)).resolves.toMatchObject({ sub: "u-1" });
    // The keys themselves are fetched again after ten minutes, and trusted for an hour while their issuer is down.
    clock.nowMs = startedAtMs + 2 * 3_600_000;
    vi.useFakeTimers({ now: clock.nowMs, toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    await expect(verify(token)).rejects.toMatchObject({ problem: "issuer-unavailable" });
  });

  test.each(["nowMs", "monotonicMs"] as const)(
    "stands for a minute by %s after its key was withdrawn, and no longer",
    async (by) => {
      const own = await startIssuer();
      onTestFinished(() => own.close());
      const clock = { nowMs: startedAtMs, monotonicMs: 0 };
      const startMs = clock[by];
      const verify = tokenVerifier(own.setting, clocksOf(clock));
      const lasting = { exp: startedAtMs / 1_000 + 86_400 };
      const [first, second] = [await own.token(lasting), await own.token({ ...lasting, sub: "u-2" })];
      await verify(first);
      clock[by] = startMs + 599_000;
      await verify(second);
      expect(own.asked["/keys"]).toBe(1);
      own.withdraw();
      await own.rotate();
      clock[by] = startMs + 601_000;
      await verify(await own.token(lasting));
      expect(own.asked["/keys"]).toBe(2);
      await expect(verify(first)).rejects.toMatchObject({ problem: "unauthenticated" });
      clock[by] = startMs + 658_999;
      await expect(verify(second)).resolves.toMatchObject({ sub: "u-2" });
      clock[by] = startMs + 659_000;
      await expect(verify(second)).rejects.toMatchObject({ problem: "unauthenticated" });
    },
  );

  test("is verified again after a minute, whatever the time of day was set back to", async () => {
    const token = await issuer.token({ exp: startedAtMs / 1_000 + 86_400 });
    const { clock, verify } = await verifierThatKnows(token);
    await issuer.rotate();
    const asked = issuer.asked["/keys"] ?? 0;
    clock.nowMs = startedAtMs - 3_600_000;
    clock.monotonicMs = 59_000;
    await verify(token);
    expect(issuer.asked["/keys"]).toBe(asked);
    clock.monotonicMs = 601_000;
    await verify(token);
    expect(issuer.asked["/keys"]).toBe(asked + 1);
  });
});

describe("the issuer's keys", () => {
  const lasting = { exp: startedAtMs / 1_000 + 86_400 };

  async function verifier() {
    const own = await startIssuer();
    onTestFinished(() => own.close());
    const clock = { nowMs: startedAtMs, monotonicMs: 0 };
    const verify = tokenVerifier(own.setting, clocksOf(clock));
    const statusOf = async (claims: object, header = {}) => {
      const token = await own.token({ ...lasting, ...claims }, header);
      return verify(token).then(
        () => "verified",
        (error: unknown) => Reflect.get(Object(error), "problem"),
      );
    };
    const asked = () => own.asked["/keys"];
    return { own, clock, statusOf, asked };
  }

  test("are asked for again for a key id that nobody knows, once in half a minute", async () => {
    const { clock, statusOf, asked } = await verifier();
    expect([await statusOf({}), asked()]).toEqual(["verified", 1]);
    for (const [atMs, times] of [
      [0, 1],
      [29_999, 1],
      [30_000, 2],
      [59_999, 2],
      [60_000, 3],
    ] as const) {
      clock.monotonicMs = atMs;
      const status = await statusOf({ sub: `${atMs}` }, { kid: "key-99" });
      expect([atMs, status, asked()]).toEqual([atMs, "unauthenticated", times]);
    }
  });

  test("are asked for every ten minutes, and trusted for an hour while their issuer is down", async () => {
    const { own, clock, statusOf, asked } = await verifier();
    await statusOf({});
    clock.monotonicMs = 599_999;
    expect([await statusOf({ sub: "a" }), asked()]).toEqual(["verified", 1]);
    clock.monotonicMs = 600_000;
    expect([await statusOf({ sub: "b" }), asked()]).toEqual(["verified", 2]);
    own.setDown(true);
    clock.monotonicMs = 600_000 + 3_599_999;
    expect(await statusOf({ sub: "c" })).toBe("verified");
    expect(await statusOf({ sub: "c" }, { kid: "key-99" })).toBe("issuer-unavailable");
    clock.monotonicMs = 600_000 + 3_600_000;
    expect(await statusOf({ sub: "d" })).toBe("issuer-unavailable");
  });
});

test.each(["jwt+x", "xjwt", "x+jwt", "dpop+jwt", "secevent+jwt"])(
  "a token of the type %s is none of ours",
  async (typ) => {
    const verify = tokenVerifier(issuer.setting, clocksOf({ nowMs: startedAtMs, monotonicMs: 0 }));
    await expect(verify(await issuer.token({}, { typ }))).rejects.toThrow(
      "The token is not an access token.",
    );
  },
);

// OpenID Connect Discovery 1.0, section 4.3: the issuer in the document must be the one that was asked.
test.each<[string, (issuer: string) => string]>([
  ["of another issuer", (issuer) => JSON.stringify({ issuer: `${issuer}x`, jwks_uri: `${issuer}keys` })],
  ["of no issuer", (issuer) => JSON.stringify({ jwks_uri: `${issuer}keys` })],
  ["without keys", (issuer) => JSON.stringify({ issuer })],
  ["with keys at no address", (issuer) => JSON.stringify({ issuer, jwks_uri: [`${issuer}keys`] })],
  ["that is null", () => "null"],
  ["that is said to be wrong", (issuer) => `503 ${JSON.stringify({ issuer, jwks_uri: `${issuer}keys` })}`],
  ["that is a text", () => '"issuer"'],
])("a discovery document %s is not believed", async (_, documentOf) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const isDocument = request.url === "/realms/a/.well-known/openid-configuration";
    const [, status = 200, text] = /^(503 )?(.*)$/.exec(documentOf(setting.issuer)) ?? [];
    response.writeHead(Number(status)).end(isDocument ? text : JSON.stringify({ keys: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const setting = { ...issuer.setting, issuer: `http://127.0.0.1:${port}/realms/a/` };
  const verify = tokenVerifier(setting, clocksOf({ nowMs: startedAtMs, monotonicMs: 0 }));
  await expect(verify(await issuer.token())).rejects.toMatchObject({
    problem: "issuer-unavailable",
    cause: expect.objectContaining({ name: "DiscoveryError" }),
  });
  expect(asked).toEqual(["/realms/a/.well-known/openid-configuration"]);
});
