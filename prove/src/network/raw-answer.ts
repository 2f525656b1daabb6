import type { RawRequest } from "./read-request.ts";

/** An answer as bytes. */
export interface RawAnswer {
  readonly head: Buffer;
  readonly body: Buffer;
}

/** What an answer is made to claim. */
export interface Claims {
  /** `text/html`, where the fault is that. */
  readonly contentType?: string;
  /** How many bytes more than there are. */
  readonly missingBytes?: number;
}

/** Asks the real upstream, and gives its answer as the bytes that would have come. */
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
