import { createHash, createHmac } from "node:crypto";
import type { Secret } from "../settings/credentials.ts";

/** The request to sign. `host` and `x-sdk-date` are added to `headers` and signed too. */
export interface SignableRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as sent, or an empty string. */
  readonly body: string;
}

/**
 * Signs a request with an access key by SDK-HMAC-SHA256, like the signer in Huawei Cloud's own SDK.
 *
 * The canonical request consists of the method, the path with encoded segments and a trailing slash, the sorted query, the
 * lower-case headers, their names, and the SHA-256 of the body. The secret key signs its hash directly, without key
 * derivation. Returns the headers to send: the given ones, `x-sdk-date` and `authorization`.
 *
 * @example
 * sign({ method: "GET", url, headers: {}, body: "" }, new Secret("AK"), new Secret("SK"), Date.UTC(2026, 0, 2)).authorization;
 * // "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=…64 hexadecimal digits"
 */
export function sign(
  request: SignableRequest,
  accessKey: Secret,
  secretKey: Secret,
  nowMs: number,
): Record<string, string> {
  const date = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const signed = lowerCaseNames({ ...request.headers, host: request.url.host, "x-sdk-date": date });
  const names = Object.keys(signed).sort();
  const canonicalRequest = [
    request.method,
    canonicalPath(request.url.pathname),
    canonicalQuery(request.url.searchParams),
    ...names.map((name) => `${name}:${signed[name]}`),
    "",
    names.join(";"),
    sha256(request.body),
  ].join("\n");
  const signature = createHmac("sha256", secretKey.reveal())
    .update(`SDK-HMAC-SHA256\n${date}\n${sha256(canonicalRequest)}`)
    .digest("hex");
  return {
    ...request.headers,
    "x-sdk-date": date,
    authorization: `SDK-HMAC-SHA256 Access=${accessKey.reveal()}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}

/**
 * The query in the order and encoding that is signed. Requests are sent in the same form, so that the signature holds
 * whatever a proxy makes of `+` or `~`.
 *
 * @example
 * canonicalQuery(new URLSearchParams({ order: "asc", event_info: "pull image" })); // "event_info=pull%20image&order=asc"
 */
export function canonicalQuery(query: Iterable<readonly [string, string]>): string {
  return [...query]
    .sort(([a, x], [b, y]) => compareCodeUnits(a, b) || compareCodeUnits(x, y))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
}

function canonicalPath(pathname: string): string {
  const path = pathname
    .split("/")
    .map((segment) => percentEncode(decodeURIComponent(segment)))
    .join("/");
  return path.endsWith("/") ? path : `${path}/`;
}

const UNRESERVED = /^[\w.~-]*$/;

/** RFC 3986: encodes everything except the unreserved characters. */
function percentEncode(text: string): string {
  if (UNRESERVED.test(text)) return text;
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
