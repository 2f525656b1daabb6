import { describe, expect, test } from "vitest";
import { startSimulator } from "../testing/running-simulator.ts";
import { DEMO_AUTH } from "./credentials.ts";

const [USER] = DEMO_AUTH.users;

interface TokenChange {
  readonly password?: string;
  readonly scope?: unknown;
}

function tokenRequest({ password = USER.password, scope = { project: { id: "demo" } } }: TokenChange = {}) {
  const user = { name: USER.userName, password, domain: { name: USER.domainName } };
  return { auth: { identity: { methods: ["password"], password: { user } }, scope } };
}

async function start(tokenLifetimeMs?: number) {
  const running = await startSimulator({
    auth: {
      ...DEMO_AUTH,
      projectNames: { "cn-north-4": "demo" },
      ...(tokenLifetimeMs === undefined ? {} : { tokenLifetimeMs }),
    },
  });
  const issue = (change?: TokenChange, query = "?nocatalog=true") =>
    running.post(`/v3/auth/tokens${query}`, tokenRequest(change));
  const token = async () => (await issue()).headers.get("x-subject-token") ?? "";
  const list = (token: string, project = "demo") =>
    running.get(`/v1/${project}/services`, { "X-Auth-Token": token });
  return { ...running, issue, token, list };
}

describe("tokens", () => {
  test("are issued with 201, in a header, with their end in the body", async () => {
    const { issue, list, simulator } = await start();
    const answer = await issue();
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      token: {
        expires_at: "2026-11-24T12:00:00.000000Z",
        issued_at: "2026-11-23T12:00:00.000000Z",
        methods: ["password"],
        project: { id: "demo", domain: { name: USER.domainName } },
        user: { name: USER.userName },
      },
    });
    expect((await list(answer.headers.get("x-subject-token") ?? "")).status).toBe(200);
    expect(simulator.tokensIssued()).toBe(1);
  });

  test("come with a long catalogue unless disabled", async () => {
    const { issue } = await start();
    const long = JSON.stringify((await issue({}, "")).body);
    const short = JSON.stringify((await issue()).body);
    expect(long.length).toBeGreaterThan(14_000);
    expect(short.length).toBeLessThan(1_000);
  });

  test("may be scoped to a project by name", async () => {
    const { issue, list } = await start();
    const answer = await issue({ scope: { project: { name: "cn-north-4" } } });
    expect((await list(answer.headers.get("x-subject-token") ?? "")).status).toBe(200);
  });

  test("without a project open nothing", async () => {
    const { issue, list } = await start();
    const answer = await issue({ scope: { domain: { name: USER.domainName } } });
    expect(answer.status).toBe(201);
    expect(await list(answer.headers.get("x-subject-token") ?? "")).toMatchObject({
      status: 401,
      body: { error_code: "ModelArts.0204", error_msg: "Token must contain projectId info." },
    });
  });

  test("a wrong password, a foreign project and a broken body are refused", async () => {
    const { issue, post } = await start();
    expect(await issue({ password: "wrong" })).toMatchObject({
      status: 401,
      body: { error: { code: 401, title: "Unauthorized", message: "The username or password is wrong." } },
    });
    expect((await issue({ scope: { project: { id: "other" } } })).status).toBe(401);
    expect(await post("/v3/auth/tokens", { auth: { identity: { methods: ["totp"] } } })).toMatchObject({
      status: 400,
      body: { error: { code: 400 } },
    });
    expect((await post("/v3/auth/tokens", "text")).status).toBe(400);
  });

  test("end after their time, and all at once on demand; new ones leave old ones alone", async () => {
    const { token, list, simulator } = await start(5_000);
    const first = await token();
    simulator.clock.advance(4_999);
    const second = await token();
    expect((await list(first)).status).toBe(200);
    simulator.clock.advance(1);
    expect(await list(first)).toMatchObject({
      status: 401,
      body: { error_code: "APIG.0307", error_msg: "The token must be updated." },
    });
    expect((await list(second)).status).toBe(200);
    simulator.expireTokens();
    expect((await list(second)).status).toBe(401);
    expect((await list(await token())).status).toBe(200);
  });

  test("nobody gets in with none, a made-up one, or one of another project", async () => {
    const { token, list, get } = await start();
    expect(await get("/v1/demo/services")).toMatchObject({ status: 401, body: { error_code: "APIG.0301" } });
    expect(await list("made-up")).toMatchObject({
      status: 401,
      body: {
        error_code: "APIG.0301",
        error_msg: "Incorrect IAM authentication information: decrypt token fail",
      },
    });
    expect(await list(await token(), "other")).toMatchObject({
      status: 403,
      body: { error_code: "ModelArts.0210" },
    });
  });

  test("access is decided before anything is said of a service", async () => {
    const { get } = await start();
    expect((await get("/v1/demo/services/unknown/events?limit=0")).status).toBe(401);
  });
});
