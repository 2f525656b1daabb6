import { API_ROUTES } from "@deploy-lens/api/openapi/routes";
import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { createApp } from "../app.ts";
import { PUBLIC_ROUTES } from "../handlers.ts";
import type { OidcSetting } from "../settings/auth.ts";
import { startIssuer, type TestIssuer } from "../testing/issuer.ts";
import { PROJECT, SAMPLE, startStack, type TestStack } from "../testing/stack.ts";
import { byHttp, byLambda, byRequest, type Way } from "../testing/ways.ts";

let issuer: TestIssuer;
let stack: TestStack;
let ways: Way[];

beforeAll(async () => {
  issuer = await startIssuer();
  stack = await startStack({ app: { auth: issuer.setting, projects: [PROJECT, "a", "b"] } });
  ways = [byRequest(stack.app), byLambda(stack.app), await byHttp(stack.app)];
});

afterAll(async () => {
  for (const way of ways) await way.close();
  await stack.close();
  await issuer.close();
});

const SECURED = API_ROUTES.filter(({ id }) => !PUBLIC_ROUTES.has(id));
const OPEN = API_ROUTES.filter(({ id }) => PUBLIC_ROUTES.has(id));

test("what needs a token is what the document says", () => {
  expect(API_ROUTES.filter(({ secured }) => secured).map(({ id }) => id)).toEqual(
    SECURED.map(({ id }) => id),
  );
});

function targetOf(path: string, projectId: string): string {
  return path
    .replace(/\{(projectId|project_id)\}/, projectId)
    .replace(/\{(serviceId|service_id)\}/, SAMPLE)
    .replace("{deploymentId}", "latest")
    .replace("{findingId}", "f1");
}

/** Statistics, findings, and lists of a whole project come from the table, which is not here. The sample never ended. */
function statusWithoutTable(path: string): number {
  if (path.endsWith("/trace")) return 409;
  return /deploy-durations|delivery|findings|\{projectId\}\/deployments/.test(path) ? 503 : 200;
}

const NOW_S = Math.floor(Date.now() / 1000);

const NO_ACCESS_TOKEN = "Send an access token, not an ID token.";

const BAD_TOKENS: readonly [string, () => Promise<string>, string][] = [
  ["expired", () => issuer.token({ exp: NOW_S - 60 }), "The token has expired: get a new one."],
  ["without expiry", () => issuer.token({ exp: null }), "The token says no time of expiry."],
  ["not valid yet", () => issuer.token({ nbf: NOW_S + 600 }), "The token is not valid yet."],
  [
    "of another issuer",
    () => issuer.token({ iss: "https://elsewhere.example" }),
    "The token is of another issuer.",
  ],
  ["for another audience", () => issuer.token({ aud: "other" }), "The token is meant for another audience."],
  ["for nobody", () => issuer.token({ aud: null }), "The token is meant for another audience."],
  [
    "of an unknown key",
    () => issuer.token({}, { kid: "key-99" }),
    "The token is not one that its issuer signed for us.",
  ],
  ["that signs a person in (Cognito)", () => issuer.token({ token_use: "id" }), NO_ACCESS_TOKEN],
  ["that signs a person in (Keycloak)", () => issuer.token({ typ: "ID" }), NO_ACCESS_TOKEN],
  ["that signs a person in (OpenID Connect)", () => issuer.token({ at_hash: "x" }), NO_ACCESS_TOKEN],
  ["that renews others", () => issuer.token({ typ: "Refresh" }), NO_ACCESS_TOKEN],
  ["that ends a session", () => issuer.token({}, { typ: "logout+jwt" }), "The token is not an access token."],
  ["unsigned", async () => unsigned(), "The token is not one that its issuer signed for us."],
  [
    "signed with a shared secret",
    () => sharedSecret(),
    "The token is not one that its issuer signed for us.",
  ],
  [
    "with its claims exchanged",
    async () => tampered(await issuer.token()),
    "The token is not one that its issuer signed for us.",
  ],
  ["no token at all", async () => "abc", "The token is not one that its issuer signed for us."],
  [
    "longer than any",
    async () => "a".repeat(9_000),
    "The token cannot be read: send Authorization: Bearer TOKEN.",
  ],
];

function unsigned(): string {
  return new UnsecuredJWT({ projects: [PROJECT] })
    .setIssuer(issuer.setting.issuer)
    .setAudience("deploy-lens")
    .setExpirationTime(NOW_S + 600)
    .encode();
}

function sharedSecret(): Promise<string> {
  return new SignJWT({
    projects: [PROJECT],
    iss: issuer.setting.issuer,
    aud: "deploy-lens",
    exp: NOW_S + 600,
  })
    .setProtectedHeader({ alg: "HS256", kid: "key-1" })
    .sign(new TextEncoder().encode("a shared secret of at least thirty-two bytes"));
}

function tampered(token: string): string {
  const [header, payload = "", signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  const more = Buffer.from(JSON.stringify({ ...claims, projects: ["demo", "other"] })).toString("base64url");
  return [header, more, signature].join(".");
}

describe.each([0, 1, 2])("way %i", (index) => {
  const ask = (target: string, token: string | null, headers: Record<string, string> = {}) => {
    const way = ways[index];
    if (way === undefined) throw new Error("no way");
    return way.ask(target, {
      headers: { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    });
  };

  test.each(OPEN.map(({ path }) => path))("%s needs no token", async (path) => {
    expect((await ask(path, null)).status).toBe(200);
  });

  describe.each(SECURED.map(({ path, errors }) => [path, errors] as const))("%s", (path, errors) => {
    const own = targetOf(path, PROJECT);
    const namesProject = own !== path;

    test("no token: 401, and the upstream is not asked", async () => {
      stack.simulator.requests.clear();
      const answer = await ask(own, null);
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toBe('Bearer realm="deploy-lens"');
      const body = JSON.parse(answer.text);
      if (errors === "wire") expect(body).toMatchObject({ error_code: "APIG.0301" });
      else expect(body).toMatchObject({ type: "urn:deploy-lens:problem:unauthenticated", status: 401 });
      expect(stack.simulator.requests.count()).toBe(0);
    });

    test("a good token: not 401, not 403", async () => {
      const { status } = await ask(own, await issuer.token());
      expect(status).toBe(statusWithoutTable(path));
    });

    if (namesProject)
      test("another project: 403 whatever the id, and the upstream is not asked", async () => {
        const token = await issuer.token({ projects: ["other", "demo-2", "demo2"] });
        stack.simulator.requests.clear();
        for (const projectId of [PROJECT, "no-such-project", "dem", "Demo"]) {
          const answer = await ask(targetOf(path, projectId), token);
          expect([projectId, answer.status]).toEqual([projectId, 403]);
          const body = JSON.parse(answer.text);
          if (errors === "wire") expect(body).toMatchObject({ error_code: "ModelArts.0210" });
          else expect(body).toMatchObject({ type: "urn:deploy-lens:problem:forbidden" });
        }
        expect(stack.simulator.requests.count()).toBe(0);
      });
  });

  test.each(BAD_TOKENS)("a token %s: 401, and says why", async (_, make, detail) => {
    const answer = await ask("/api/v1/projects", await make());
    expect(answer.status, answer.text).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ detail });
    expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
  });

  test("clients of ModelArts may keep to their own header, on their own path", async () => {
    const wire = `/v1/${PROJECT}/services/${SAMPLE}/events`;
    const token = await issuer.token();
    expect((await ask(wire, null, { "x-auth-token": token })).status).toBe(200);
    expect((await ask("/api/v1/projects", null, { "x-auth-token": token })).status).toBe(401);
    const expired = await ask(wire, null, { "x-auth-token": await issuer.token({ exp: NOW_S - 60 }) });
    expect([expired.status, JSON.parse(expired.text).error_code]).toEqual([401, "APIG.0307"]);
  });

  test("a signed request is refused with the accepted alternatives", async () => {
    const headers = { authorization: "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=00" };
    const answer = await ask(`/v1/${PROJECT}/services/${SAMPLE}/events`, null, headers);
    expect([answer.status, JSON.parse(answer.text).error_msg]).toEqual([
      401,
      "A valid bearer token is required. Signed requests are not taken here: send a bearer token.",
    ]);
  });
});

describe("the claim that lists projects", () => {
  const projectsOf = async (claims: Record<string, unknown>) => {
    const answer = await stack.app.request("/api/v1/projects", {
      headers: { authorization: `Bearer ${await issuer.token(claims)}` },
    });
    return JSON.parse(await answer.text()).projects.map(({ id }: { id: string }) => id);
  };

  test.each([
    [
      ["b", "a"],
      ["a", "b"],
    ],
    ["a b", ["a", "b"]],
    ['["a","b"]', ["a", "b"]],
    ["[a b]", []],
    ["a,b", ["a", "b"]],
    [["*", "a b", "../x", "", 7], []],
    ["*", []],
    [{ a: true }, []],
    [null, []],
  ])("%j gives %j", async (projects, ids) => {
    expect(await projectsOf({ projects })).toEqual(ids);
  });

  test("is the one that is set", async () => {
    const app = createApp({
      upstream: stack.upstream,
      now: Date.now,
      log: () => undefined,
      auth: { ...issuer.setting, projectsClaim: "https://lens.example/projects" },
      projects: [PROJECT],
    });
    const token = await issuer.token({ projects: ["other"], "https://lens.example/projects": ["demo"] });
    const answer = await app.request("/api/v1/projects", { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toEqual({ projects: [{ id: "demo" }] });
  });
});

async function askWith(
  token: string,
  auth: Partial<OidcSetting>,
  { now = Date.now, target = "/api/v1/projects" } = {},
) {
  const app = createApp({
    upstream: stack.upstream,
    now,
    log: () => undefined,
    auth: { ...issuer.setting, ...auth },
    projects: [PROJECT],
  });
  const answer = await app.request(target, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: await answer.json() };
}

test.each([
  [{ scope: "openid deploy-lens/read" }, 200],
  [{ scp: ["deploy-lens/read"] }, 200],
  [{ scp: "deploy-lens/read" }, 200],
  [{ scope: "openid deploy-lens/reader" }, 401],
  [{}, 401],
])("a required scope: %j gives %i", async (claims, status) => {
  const answer = await askWith(await issuer.token(claims), { requiredScope: "deploy-lens/read" });
  expect(answer.status).toBe(status);
});

test.each(["at+jwt", "JWT", "jwt", "application/at+jwt"])("a token of the type %s is taken", async (typ) => {
  expect((await askWith(await issuer.token({}, { typ }), {})).status).toBe(200);
});

test.each([
  [29, 0, 200],
  [31, 0, 401],
  [0, 29, 200],
  [0, 31, 401],
])("clocks may differ by half a minute: expired %i s ago, valid in %i s: %i", async (ago, ahead, status) => {
  const nowS = NOW_S + 100;
  const token = await issuer.token({ exp: ago === 0 ? nowS + 600 : nowS - ago, nbf: nowS + ahead });
  expect((await askWith(token, {}, { now: () => nowS * 1_000 })).status).toBe(status);
});

test("a signature is believed of the algorithms that are set alone, whatever the issuer's keys can do", async () => {
  const token = await issuer.token();
  expect((await askWith(token, { algorithms: ["ES256"] })).status).toBe(200);
  expect((await askWith(token, { algorithms: ["RS256", "ES384", "EdDSA"] })).status).toBe(401);
});

test("a project that is not served is not answered, whatever a token lists", async () => {
  const token = await issuer.token({ projects: [PROJECT, "elsewhere"] });
  stack.simulator.requests.clear();
  expect((await askWith(token, {})).body).toEqual({ projects: [{ id: PROJECT }] });
  for (const { path, errors } of SECURED.filter(({ path }) => /project/.test(targetOf(path, "project")))) {
    const target = targetOf(path, "elsewhere");
    if (!target.includes("elsewhere")) continue;
    const answer = await askWith(token, {}, { target });
    expect([target, answer.status]).toEqual([target, 404]);
    expect(answer.body).toMatchObject(
      errors === "wire"
        ? { error_code: "ModelArts.0210", error_msg: expect.stringContaining("elsewhere") }
        : { type: "urn:deploy-lens:problem:project-not-found", detail: expect.stringContaining("elsewhere") },
    );
  }
  expect(stack.simulator.requests.count()).toBe(0);
});

test("of one caller, so many requests are taken; others are not affected", async () => {
  const app = createApp({
    upstream: stack.upstream,
    now: Date.now,
    monotonicNow: () => 0,
    log: () => undefined,
    auth: issuer.setting,
    projects: [PROJECT],
    settings: { requestsPerCaller: 1 },
  });
  const tokens = [await issuer.token(), await issuer.token({ sub: "u-2" })] as const;
  const ask = async (token: string, target = "/api/v1/projects") => {
    const answer = await app.request(target, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, after: answer.headers.get("retry-after"), body: await answer.json() };
  };
  for (const status of [200, 200, 429]) expect((await ask(tokens[0])).status).toBe(status);
  // Another token of the same caller does not help.
  const again = await ask(await issuer.token({ jti: "another" }));
  expect(again).toMatchObject({ status: 429, after: "1", body: { requestId: expect.any(String) } });
  const wire = await ask(tokens[0], `/v1/${PROJECT}/services/${SAMPLE}/events`);
  expect(wire).toMatchObject({ status: 429, body: { error_code: "APIG.0308" } });
  expect((await ask(tokens[1])).status).toBe(200);
  expect((await app.request("/healthz")).status).toBe(200);
});

describe("the issuer's keys", () => {
  test("serve for an hour while the issuer is down, and no longer", async () => {
    const own = await startIssuer();
    onTestFinished(() => own.close());
    const startedAtMs = Date.now();
    let nowMs = startedAtMs;
    const app = createApp({
      upstream: stack.upstream,
      now: () => nowMs,
      log: () => undefined,
      auth: own.setting,
      projects: [PROJECT],
    });
    const token = await own.token({ exp: Math.floor(startedAtMs / 1000) + 36_000 });
    const ask = () => app.request("/api/v1/projects", { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    own.setDown(true);
    vi.useFakeTimers({ toFake: ["Date"], now: startedAtMs });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    for (const [afterMs, status] of [
      [59 * 60_000, 200],
      [61 * 60_000, 503],
    ] as const) {
      nowMs = startedAtMs + afterMs;
      vi.setSystemTime(nowMs);
      expect([afterMs, (await ask()).status]).toEqual([afterMs, status]);
    }
    own.setDown(false);
    vi.setSystemTime(nowMs + 60_000);
    expect((await ask()).status).toBe(200);
  });

  test("are asked for once, again for a key that nobody knows, and serve while the issuer is down", async () => {
    const own = await startIssuer();
    onTestFinished(() => own.close());
    let nowMs = Date.now();
    const app = createApp({
      upstream: stack.upstream,
      now: () => nowMs,
      log: () => undefined,
      auth: own.setting,
      projects: [PROJECT],
    });
    const statusWith = async (token: string) =>
      (await app.request("/api/v1/projects", { headers: { authorization: `Bearer ${token}` } })).status;

    const token = await own.token();
    expect(await Promise.all([statusWith(token), statusWith(token), statusWith(token)])).toEqual([
      200, 200, 200,
    ]);
    expect(own.asked).toEqual({ "/.well-known/openid-configuration": 1, "/keys": 1 });

    own.setDown(true);
    expect(await statusWith(token)).toBe(200);
    nowMs += 20_000;
    expect(await statusWith(token)).toBe(200);
  });

  test("age by the clock that was not set back", async () => {
    const own = await startIssuer();
    onTestFinished(() => own.close());
    const startedAtMs = Date.now();
    const clock = { nowMs: startedAtMs, monotonicMs: 0 };
    const app = createApp({
      upstream: stack.upstream,
      now: () => clock.nowMs,
      monotonicNow: () => clock.monotonicMs,
      log: () => undefined,
      auth: own.setting,
      projects: [PROJECT],
    });
    const statusWith = async (token: string) =>
      (await app.request("/api/v1/projects", { headers: { authorization: `Bearer ${token}` } })).status;
    vi.useFakeTimers({ toFake: ["Date"], now: startedAtMs });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const lasting = { exp: Math.floor(startedAtMs / 1000) + 36_000 };
    const token = await own.token(lasting);
    expect(await statusWith(token)).toBe(200);

    const passMs = (ms: number) => {
      clock.monotonicMs += ms;
      clock.nowMs = startedAtMs - 3 * 3_600_000 + clock.monotonicMs;
      vi.setSystemTime(clock.nowMs);
    };
    await own.rotate();
    const rotated = await own.token(lasting);
    passMs(31_000);
    expect([await statusWith(rotated), own.asked["/keys"]]).toEqual([200, 2]);
    passMs(601_000);
    expect([await statusWith(token), own.asked["/keys"]]).toEqual([200, 3]);
    own.setDown(true);
    passMs(59 * 60_000);
    expect(await statusWith(token)).toBe(200);
    passMs(2 * 60_000);
    expect(await statusWith(token)).toBe(503);
  });

  test("that cannot be had are nobody's 401", async () => {
    const own = await startIssuer();
    onTestFinished(() => own.close());
    own.setDown(true);
    const app = createApp({
      upstream: stack.upstream,
      now: Date.now,
      log: () => undefined,
      auth: own.setting,
      projects: [PROJECT],
    });
    const headers = { authorization: `Bearer ${await own.token()}` };
    const down = await app.request("/api/v1/projects", { headers });
    expect([down.status, down.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await down.json()).toMatchObject({ type: "urn:deploy-lens:problem:issuer-unavailable" });
    own.setDown(false);
    expect((await app.request("/api/v1/projects", { headers })).status).toBe(200);
  });

  test("may change: a token of a new key is good at once", async () => {
    const own = await startIssuer();
    onTestFinished(() => own.close());
    const app = createApp({
      upstream: stack.upstream,
      now: Date.now,
      log: () => undefined,
      auth: own.setting,
      projects: [PROJECT],
    });
    await own.rotate();
    const headers = { authorization: `Bearer ${await own.token()}` };
    expect((await app.request("/api/v1/projects", { headers })).status).toBe(200);
  });
});
