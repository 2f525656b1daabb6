import { connect } from "node:net";

/** A request as API Gateway's HTTP API passes it to a function: the path decoded once. */
export function gatewayEvent(request: {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string | null;
  /** A function URL passes paths undecoded. */
  readonly isDecoded?: boolean;
}): unknown {
  const { path, headers = {}, method = "GET", body = null, isDecoded = true } = request;
  const [rawPath = "", rawQueryString = ""] = path.split(/\?(.*)/s, 2);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: isDecoded ? decodedOnce(rawPath) : rawPath,
    rawQueryString,
    headers,
    requestContext: {
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "prove" },
      requestId: "JKJaXmPLvHcESHA=",
      stage: "$default",
    },
    ...(body === null ? {} : { body }),
    isBase64Encoded: false,
  };
}

export const REMAINING = { getRemainingTimeInMillis: () => 30_000 };

function decodedOnce(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The answer to a request that no client library would send. */
export interface RawAnswer {
  /** `null` if the connection closed without an answer. */
  readonly status: number | null;
  readonly text: string;
}

const TIMEOUT_MS = 5_000;

/** Sends a raw request target. */
export function askRaw(url: string, target: string, headers: readonly string[] = []): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      const text = Buffer.concat(chunks).toString();
      const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
      resolve({ status: status === undefined ? null : Number(status), text });
    });
    const lines = [`GET ${target} HTTP/1.1`, "Host: api.example", "Connection: close", ...headers];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  });
}
