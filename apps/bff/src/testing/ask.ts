import { connect } from "node:net";

export const REMAINING = { getRemainingTimeInMillis: () => 30_000 };

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
