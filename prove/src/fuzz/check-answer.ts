import assert from "node:assert/strict";
import { ROUTES } from "@deploy-lens/api/openapi/routes";
import { Problem } from "@deploy-lens/api/problems/problem";
import { WireError } from "@deploy-lens/api/wire/wire-compatible";

/** An answer, whoever carries it. */
export interface Carried {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const PATTERNS = ROUTES.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, "[^/]+").replaceAll(".", "\\.")}$`),
}));

/** Checks that an answer is what the API promises of any: no failure of ours, a known shape, the headers of every answer. */
export function checkAnswer(target: string, method: string, { status, headers, body }: Carried): void {
  assert.ok(
    Number.isInteger(status) && status >= 200 && status < 500,
    `status ${status}: ${body.slice(0, 300)}`,
  );
  assert.match(headers["x-request-id"] ?? "", /^[A-Za-z0-9_-]{8,64}$/, "no request id");
  assert.equal(headers["x-content-type-options"], "nosniff", "no security headers");
  // As the app sees it: a URL has resolved what the request line may still hold.
  const path = new URL(target, "http://api.example").pathname.replace(/(?<=.)\/$/, "");
  if (method === "HEAD" || status === 304 || status === 204) {
    assert.equal(body, "", "a body where none may be");
    return;
  }
  if (status >= 400) {
    checkError(path, headers, body);
    return;
  }
  const route = PATTERNS.find(({ pattern }) => pattern.test(path))?.route;
  assert.ok(route, `${path} is answered, and is no route`);
  if (!(headers["content-type"] ?? "").startsWith("application/json") || route.answer.schema === null) return;
  const result = route.answer.schema.safeParse(JSON.parse(body));
  assert.ok(result.success, `the answer leaves its schema: ${result.error?.issues[0]?.path.join(".")}`);
}

function checkError(path: string, headers: Carried["headers"], body: string): void {
  const isWire = path.startsWith("/v1/");
  const expected = isWire ? "application/json" : "application/problem+json";
  assert.ok(headers["content-type"]?.startsWith(expected), `an error of type ${headers["content-type"]}`);
  const schema = isWire ? WireError : Problem;
  assert.ok(schema.safeParse(JSON.parse(body)).success, `an error of another shape: ${body.slice(0, 200)}`);
}
