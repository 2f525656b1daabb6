import { createHash, createHmac } from "node:crypto";
import type { Secret } from "../settings/secret.ts";

/** What is signed. `headers` are signed beside `host` and `x-sdk-date`, which are added here. */
export interface SignableRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as sent; empty for none. */
  readonly body: string;
}

/**
 * Signs a request with an access key: SDK-HMAC-SHA256, as the signer in Huawei Cloud's own SDK does it.
 *
 * The canonical request is the method, the path with every segment encoded and a slash at its end, the sorted query, the
 * headers in lower case, their names, and the SHA-256 of the body. The secret key signs its hash directly, with no
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
 * The query in the order and spelling that is signed; requests send this spelling too, so that no proxy's idea of `+` or
 * `~` can part the two.
 *
 * @example
 * canonicalQuery(new URLSearchParams({ order: "asc", event_info: "pull image" })); // "event_info=pull%20image&order=asc"
 */
export function canonicalQuery(query: URLSearchParams): string {
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

/** RFC 3986: everything but the unreserved characters. */
function percentEncode(text: string): string {
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
