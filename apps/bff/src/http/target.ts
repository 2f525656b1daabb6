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

  if (headerBytes(c) > MAX_HEADER_BYTES) {
    throw new ProblemError("headers-too-large", {
      detail: `Headers may hold ${MAX_HEADER_BYTES} bytes in all.`,
    });
  }
  if (Number(c.req.header("content-length") ?? 0) > MAX_BODY_BYTES) {
    throw new ProblemError("content-too-large", { detail: "No route takes a body." });
  }
}

function headerBytes({ req, env }: Context<AppEnv>): number {
  let bytes = 0;
  const raw = env?.incoming?.rawHeaders;
  if (raw === undefined) {
    req.raw.headers.forEach((value, name) => {
      bytes += name.length + value.length;
    });
  } else for (const text of raw) bytes += text.length;
  return bytes;
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

/** Nothing encoded, nothing special: almost every path. */
const PLAIN_PATH = /^(?:\/[\w-]+)+\/?$/;

function whatIsWrongWith(path: string): string | null {
  if (PLAIN_PATH.test(path)) return null;
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

/** The query exactly as it stands in the URL. */
export function searchOf({ req: { url } }: Context<AppEnv>): string {
  const [beforeFragment = ""] = url.split("#", 1);
  const at = beforeFragment.indexOf("?");
  return at === -1 ? "" : beforeFragment.slice(at + 1);
}

/** True for paths of ModelArts' wire format, any version. */
export function isWirePath(path: string): boolean {
  return /^\/v\d+(?:\/|$)/.test(path);
}
