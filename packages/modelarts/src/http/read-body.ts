import type { IncomingMessage } from "node:http";

/** An error below HTTP, with a `code` like Node.js' own. */
export function brokenAnswer(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** Reads and decompresses a body; `null` if it exceeds `maxBytes`. A redirect's body is not read. */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  if (isRedirect(response.statusCode)) {
    response.destroy();
    return new Uint8Array();
  }
  const encoding = response.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    response.destroy();
    throw brokenAnswer("UNKNOWN_CONTENT_ENCODING", "neither gzip nor plain");
  }
  const bytes = await collect(response, maxBytes);
  return bytes === null || bytes.length === 0 || encoding === "identity" ? bytes : unpack(bytes, maxBytes);
}

function isRedirect(status = 0): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

function collect(response: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= maxBytes) return;
      resolve(null);
      response.destroy();
    });
    response.on("end", () =>
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)),
    );
    response.on("error", reject);
    response.on("close", () => {
      // Creating an error is costly, so only for an incomplete answer.
      if (!response.readableEnded) reject(brokenAnswer("ECONNRESET", "closed within the answer"));
    });
  });
}

async function unpack(bytes: Buffer, maxBytes: number): Promise<Buffer | null> {
  const { gunzip } = await import("node:zlib");
  return new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: maxBytes }, (error, unpacked) => {
      if (error === null) resolve(unpacked);
      else if ("code" in error && error.code === "ERR_BUFFER_TOO_LARGE") resolve(null);
      else reject(error);
    });
  });
}
