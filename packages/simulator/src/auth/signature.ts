import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { SimulatedKey } from "./credentials.ts";

/** The parts of a request that a signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** As in the request line, still encoded. */
  readonly path: string;
  readonly parameters: URLSearchParams;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Reason for refusing a signature: the detail that the gateway appends to `APIG.0301`. */
export type SignatureProblem =
  | "authorization header is malformed"
  | "x-sdk-date is missing or malformed"
  | "x-sdk-date is too far from now"
  | "host and x-sdk-date must be signed"
  | "ak is unknown"
  | "x-security-token does not fit"
  | "temporary ak/sk has expired"
  | "verify aksk signature fail";

/**
 * Verifies `Authorization: SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`.
 *
 * Written from the published scheme: the canonical request is method, path with a closing slash, sorted query, signed
 * headers, their names, and the hash of the body; the secret key signs its hash directly, without derived keys.
 *
 * @returns the key that signed, or why not
 */
export function verifySignature(
  request: SignedRequest,
  keys: readonly SimulatedKey[],
  nowMs: number,
  maxClockSkewMs: number,
): SimulatedKey | SignatureProblem {
  const authorization = parseAuthorization(request.headers.authorization ?? "");
  if (authorization === null) return "authorization header is malformed";
  const { accessKey, signedHeaders, signature } = authorization;

  const date = request.headers["x-sdk-date"] ?? "";
  const signedAtMs = parseSdkDate(date);
  if (signedAtMs === null) return "x-sdk-date is missing or malformed";
  if (Math.abs(nowMs - signedAtMs) > maxClockSkewMs) return "x-sdk-date is too far from now";
  if (!signedHeaders.includes("host") || !signedHeaders.includes("x-sdk-date")) {
    return "host and x-sdk-date must be signed";
  }

  const key = keys.find((candidate) => candidate.accessKey === accessKey);
  if (key === undefined) return "ak is unknown";
  if (request.headers["x-security-token"] !== key.securityToken) return "x-security-token does not fit";
  if (key.expiresAtMs !== undefined && key.expiresAtMs <= nowMs) return "temporary ak/sk has expired";

  const toSign = `SDK-HMAC-SHA256\n${date}\n${sha256(canonicalRequest(request, signedHeaders))}`;
  const expected = createHmac("sha256", key.secretKey).update(toSign).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "hex")) ? key : "verify aksk signature fail";
}

interface Authorization {
  readonly accessKey: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function parseAuthorization(header: string): Authorization | null {
  const match =
    /^SDK-HMAC-SHA256 Access=([^,\s]+), ?SignedHeaders=([a-z0-9;_-]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  const [, accessKey, names, signature] = match ?? [];
  if (accessKey === undefined || names === undefined || signature === undefined) return null;
  return { accessKey, signedHeaders: names.split(";"), signature };
}

/** `20261123T140800Z` → epoch ms. */
function parseSdkDate(date: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? null : ms;
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const sorted = signedHeaders.toSorted();
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.parameters),
    ...sorted.map((name) => `${name}:${(request.headers[name] ?? "").trim()}`),
    "",
    sorted.join(";"),
    request.headers["x-sdk-content-sha256"] ?? sha256(request.body),
  ].join("\n");
}

function canonicalPath(path: string): string {
  const encoded = path
    .split("/")
    .map((segment) => encode(decodeOrKeep(segment)))
    .join("/");
  return encoded.endsWith("/") ? encoded : `${encoded}/`;
}

function canonicalQuery(parameters: URLSearchParams): string {
  return [...parameters]
    .toSorted(([nameA, a], [nameB, b]) => compare(nameA, nameB) || compare(a, b))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Percent-encodes everything except the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decodeOrKeep(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
