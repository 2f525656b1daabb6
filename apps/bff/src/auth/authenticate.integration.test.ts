import { Hono } from "hono";
import { expect, onTestFinished, test } from "vitest";
import type { AppEnv, RequestContext } from "../request/context.ts";
import type { AuthSetting } from "../settings/auth.ts";
import { startIssuer } from "../testing/issuer.ts";
import { createAuthenticate } from "./authenticate.ts";

const served = new Set(["demo"]);

/** The principal of a request. */
async function principalOf(setting: AuthSetting, headers: Record<string, string> = {}) {
  const authenticate = createAuthenticate(setting, served, { now: Date.now, monotonicNow: () => 0 });
  const app = new Hono<AppEnv>().get("/", async (c) => {
    c.set("context", { family: "problem" } as RequestContext);
    const { caller, projects } = await authenticate(c);
    return c.json({ caller, projects: projects === "all" ? projects : [...projects] });
  });
  return (await app.request("/", { headers })).json();
}

test("without authentication everybody is one caller, who may read all", async () => {
  expect(await principalOf({ mode: "off", projects: ["demo"] })).toEqual({
    caller: "anybody",
    projects: "all",
  });
});

test("a caller is a person together with a client: neither takes up another's share", async () => {
  const issuer = await startIssuer();
  onTestFinished(() => issuer.close());
  const callers: string[] = [];
  for (const claims of [
    { client_id: "a" },
    { azp: "b" },
    { client_id: "a", azp: "b" },
    { sub: "u-2", azp: "b" },
  ]) {
    const authorization = `Bearer ${await issuer.token(claims)}`;
    const { caller, projects } = (await principalOf(issuer.setting, { authorization })) as {
      caller: string;
      projects: string[];
    };
    callers.push(caller);
    expect(projects).toEqual(["demo"]);
  }
  expect(callers).toEqual(["u-1 a", "u-1 b", "u-1 a", "u-2 b"]);
});
