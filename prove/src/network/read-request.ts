import type { Readable } from "node:stream";

/** A request as it came over the wire. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Reads one request with its body; `null` when the client leaves before it is whole. */
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
