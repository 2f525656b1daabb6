import { startDeadline, untilAborted } from "@deploy-lens/deadline";
import { ApiError, DeadlineError } from "./errors.ts";
import { retryDelayMs } from "./retry.ts";
import { sendRequest } from "./send-request.ts";
import type { CallAttempt, CallOptions, CallTransport, ReadRequest, TokenSource } from "./transport.ts";

/** Retries until there is an answer, a permanent error, or no time left. */
export async function read(
  transport: CallTransport,
  request: ReadRequest,
  call: CallOptions = {},
): Promise<unknown> {
  const timeoutMs = call.timeoutMs ?? transport.timeoutMs;
  const url = transport.baseUrl + request.address;
  const endsAtMs = performance.now() + timeoutMs;
  const failures: unknown[] = [];
  const expired = () => new DeadlineError(url, timeoutMs, { cause: failures.at(-1) });
  const deadline = startDeadline({ timeoutMs, expired, outer: call.signal });
  try {
    return await readRepeatedly(transport, { ...request, url, signal: deadline.signal }, call, (error) => {
      failures.push(error);
      if (failures.length > transport.retries) return null;
      const delayMs = retryDelayMs(error, failures.length, transport.random());
      // If the next attempt would start too late, fail now with the actual error.
      return delayMs === null || performance.now() + delayMs >= endsAtMs ? null : delayMs;
    });
  } finally {
    deadline.close();
  }
}

/** Repeats the request for as long as `delayAfter` returns a delay for its error. */
async function readRepeatedly(
  transport: CallTransport,
  request: Omit<CallAttempt, "token">,
  call: CallOptions,
  delayAfter: (error: unknown) => number | null,
): Promise<unknown> {
  const { signal } = request;
  let refused: string | undefined;
  let renewed = false;
  while (true) {
    signal.throwIfAborted();
    const token = await untilAborted(tokenFrom(transport.token, refused), signal);
    refused = undefined;
    try {
      return await sendRequest(transport, { ...request, token }, call);
    } catch (error) {
      signal.throwIfAborted();
      if (!renewed && typeof transport.token === "function" && isRefusal(error)) {
        renewed = true;
        refused = token;
        continue;
      }
      const delayMs = delayAfter(error);
      if (delayMs === null) throw error;
      await transport.sleep(delayMs, signal);
    }
  }
}

async function tokenFrom(source: TokenSource | undefined, refused: string | undefined) {
  return typeof source === "function" ? source(refused) : source;
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status === 401;
}
