import type { Readable } from "node:stream";

/** An answer as bytes. */
export interface RawAnswer {
  readonly head: Buffer;
  readonly body: Buffer;
}

/** False headers of an answer. */
export interface Claims {
  readonly contentType?: string;
  /** Bytes that `content-length` promises beyond the actual ones. */
  readonly missingBytes?: number;
}

/** Forwards a request to the real upstream and returns its answer as bytes. */
export async function rawAnswer(target: string, request: RawRequest, claims: Claims): Promise<RawAnswer> {
  const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
  const response = await fetch(`${target}${request.target}`, {
    method: request.method,
    headers,
    ...(request.body.length === 0 ? {} : { body: new Uint8Array(request.body) }),
  });
  const body = Buffer.from(await response.arrayBuffer());
  const kept = [...response.headers].filter(([name]) => !OWN.has(name));
  const lines = [
    `HTTP/1.1 ${response.status} Answered`,
    ...kept.map(([name, value]) => `${name}: ${value}`),
    `content-type: ${claims.contentType ?? response.headers.get("content-type") ?? ""}`,
    `content-length: ${body.length + (claims.missingBytes ?? 0)}`,
  ];
  return { head: Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), body };
}

const OWN = new Set(["content-type", "content-length", "transfer-encoding", "connection", "keep-alive"]);

interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Reads one request with its body; `null` if the client leaves before the end. */
export async function readRequest(stream: Readable): Promise<RawRequest | null> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    bytes = Buffer.concat([bytes, chunk]);
    const request = wholeRequest(bytes);
    if (request !== null) return request;
  }
  return null;
}

function wholeRequest(bytes: Buffer): RawRequest | null {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return null;
  const [first = "", ...lines] = bytes.toString("latin1", 0, headEnd).split("\r\n");
  const [method = "", target = ""] = first.split(" ");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = bytes.subarray(headEnd + 4);
  const length = Number(headers["content-length"] ?? "0");
  return body.length < length ? null : { method, target, headers, body };
}
