import type { IncomingMessage } from "node:http";

/** The largest body that a signed request may have (API reference, "AK/SK authentication"). */
const MAX_BODY_BYTES = 12 * 1024 * 1024;

/**
 * Reads a request's body.
 *
 * @returns `null` if the client went away, or sent more than the gateway accepts
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      chunks.push(Buffer.from(chunk));
      bytes += chunks.at(-1)?.length ?? 0;
      if (bytes > MAX_BODY_BYTES) {
        request.destroy();
        return null;
      }
    }
  } catch {
    // The client went away in the middle of its request, so there is no one to answer.
    return null;
  }
  return Buffer.concat(chunks);
}
