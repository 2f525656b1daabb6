import type { Context } from "hono";
import type { AppEnv } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";

const MAX_TARGET_LENGTH = 8_192;
const MAX_HEADER_BYTES = 16_384;
const MAX_BODY_BYTES = 65_536;

/**
 * Refuses a request whose path different parsers would interpret differently, before routing. A URL parser resolves
 * `..`, drops line breaks and turns `\` into `/`; a gateway may pass decoded paths. So dot segments, empty segments and
 * control characters are refused, encoded or not.
 *
 * @throws ProblemError `malformed-request`, `uri-too-long`, `headers-too-large`, `content-too-large`
 */
export function assertPlainRequest(c: Context<AppEnv>): void {
  const { gateway, incoming } = c.env ?? {};
  if (gateway?.refusal) throw gateway.refusal;
  if (gateway === undefined) assertPlainTarget(incoming?.url ?? pathAndQuery(c.req.url));

  let headerBytes = 0;
  c.req.raw.headers.forEach((value, name) => {
    headerBytes += name.length + value.length;
  });
  if (headerBytes > MAX_HEADER_BYTES) {
    throw new ProblemError("headers-too-large", {
      detail: `Headers may hold ${MAX_HEADER_BYTES} bytes in all.`,
    });
  }
  if (Number(c.req.header("content-length") ?? 0) > MAX_BODY_BYTES) {
    throw new ProblemError("content-too-large", { detail: "No route takes a body." });
  }
}

/** Checks a request target: the path and, after a question mark, the query. */
export function assertPlainTarget(target: string): void {
  if (target.length > MAX_TARGET_LENGTH) {
    throw new ProblemError("uri-too-long", {
      detail: `Path and query may hold ${MAX_TARGET_LENGTH} characters in all.`,
    });
  }
  const [path = ""] = target.replace(/^[a-z]+:\/\/[^/]*/i, "").split(/[?#]/, 1);
  const wrong = whatIsWrongWith(path);
  if (wrong !== null) throw new ProblemError("malformed-request", { detail: `The path ${wrong}.` });
}

function whatIsWrongWith(path: string): string | null {
  const decoded = decode(path);
  if (decoded === null) return "holds a percent sign that encodes nothing";
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(decoded)) return "holds control characters";
  if (/[\\?#]/.test(decoded)) return "holds a backslash, question mark or number sign";
  const segments = decoded.split("/").slice(1);
  if (segments.some((segment) => segment === "." || segment === "..")) return "holds . or .. as a segment";
  if (segments.slice(0, -1).includes("")) return "holds an empty segment";
  return null;
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function pathAndQuery(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
