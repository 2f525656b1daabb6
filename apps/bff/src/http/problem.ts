import type { Problem } from "@deploy-lens/api/problems/problem";
import { PROBLEMS, problemType } from "@deploy-lens/api/problems/problem-types";
import type { Context } from "hono";
import type { AppEnv } from "../request/context.ts";
import type { ProblemError } from "../request/problem-error.ts";
import { wireErrorBody, wireErrorStatus } from "./wire-error.ts";

const MAX_INSTANCE_LENGTH = 512;

/** Sends an error in the format that the path's clients expect. */
export function sendProblem(c: Context<AppEnv>, error: ProblemError): Response {
  const { context } = c.var;
  context.notes.problem = error.problem;
  c.header("cache-control", "no-store");
  if (error.retryAfterMs !== null) c.header("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
  if (error.problem === "unauthenticated") c.header("www-authenticate", challenge(error));
  if (context.family === "wire") {
    return c.body(JSON.stringify(wireErrorBody(error)), wireErrorStatus(error), {
      "content-type": "application/json;charset=utf-8",
    });
  }
  const { status, ...titles } = PROBLEMS[error.problem];
  const problem: Problem = {
    type: problemType(error.problem),
    title: titles[context.language],
    status,
    ...(error.detail === null ? {} : { detail: error.detail }),
    ...instanceOf(c),
    requestId: context.requestId,
    ...(error.errors.length === 0 ? {} : { errors: [...error.errors] }),
  };
  c.header("vary", "accept-language", { append: true });
  return c.body(JSON.stringify(problem), status, {
    "content-type": "application/problem+json",
    "content-language": context.language,
  });
}

/** Source: RFC 6750, section 3: no `error` attribute when the request had no token. */
function challenge({ detail }: ProblemError): string {
  const realm = 'Bearer realm="deploy-lens"';
  return detail === null || detail.startsWith("No ")
    ? realm
    : `${realm}, error="invalid_token", error_description="${detail.replaceAll(/["\\]/g, "'")}"`;
}

/** The path of the request; omitted when it is long or was itself refused. */
function instanceOf(c: Context<AppEnv>): { instance?: string } {
  const { pathname } = new URL(c.req.url);
  const refused = c.env?.gateway !== undefined && c.env.gateway.refusal !== null;
  return refused || pathname.length > MAX_INSTANCE_LENGTH ? {} : { instance: pathname };
}
