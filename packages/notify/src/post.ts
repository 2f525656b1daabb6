import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { ForbiddenAddressError, publicAddressOf, type ResolvedAddress } from "./address.ts";
import type { NoticeRequest, RecipientAnswer } from "./channels/channel.ts";

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 4_096;
const PORTS: ReadonlySet<string> = new Set(["", "443", "8443"]);

/** The addresses that a request may go to: `public`: https to public addresses; `anywhere`: for a command on the user's own machine. */
export type Reach = "public" | "anywhere";

/**
 * Sends a request to a recipient. Redirects are not followed, and of an answer at most 4 KB are read.
 *
 * @throws ForbiddenAddressError for an address that may not be reached
 * @throws Error when no answer came within ten seconds
 */
export async function post({ url, headers, body }: NoticeRequest, reach: Reach): Promise<RecipientAnswer> {
  const target = new URL(url);
  const pinned = reach === "anywhere" ? null : await allowedAddress(target);
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const send = target.protocol === "http:" ? requestHttp : requestHttps;
    const call = send(
      target,
      {
        method: "POST",
        headers: { ...headers, "content-length": bytes.length, "user-agent": "deploy-lens" },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(pinned !== null && { lookup: pinnedTo(pinned) }),
      },
      (answer) => {
        let read = "";
        const end = () => {
          call.destroy();
          const { statusCode = 0 } = answer;
          resolve({
            status: statusCode,
            retryAfter: answer.headers["retry-after"] ?? null,
            body: read.slice(0, MAX_ANSWER_BYTES),
          });
        };
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          read += chunk;
          if (read.length >= MAX_ANSWER_BYTES) end();
        });
        answer.once("end", end).once("error", reject);
      },
    );
    call.once("error", reject);
    call.end(bytes);
  });
}

async function allowedAddress({ protocol, port, hostname }: URL): Promise<ResolvedAddress> {
  if (protocol !== "https:") throw new ForbiddenAddressError("only https addresses are told");
  if (!PORTS.has(port)) throw new ForbiddenAddressError("only the ports 443 and 8443 are told");
  return publicAddressOf(hostname);
}

function pinnedTo({ address, family }: ResolvedAddress): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}
