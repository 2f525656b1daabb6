import { badCredentials, modelArtsError, type SimulatedAnswer, tokenExpired } from "../http/answer.ts";
import type { Action, AuthOptions, SimulatedCaller } from "./credentials.ts";
import { type SignedRequest, verifySignature } from "./signature.ts";
import type { TokenService } from "./tokens.ts";

const DEFAULT_MAX_CLOCK_SKEW_MS = 15 * 60_000;

export interface AccessRequest {
  readonly request: SignedRequest;
  readonly projectId: string;
  readonly action: Action;
  readonly requestId: string;
}

/**
 * Checks access first like the gateway, then like the service.
 *
 * @returns `null` when the caller may, or the refusal
 */
export function refuse(
  access: AccessRequest,
  tokens: TokenService,
  options: AuthOptions,
  nowMs: number,
): SimulatedAnswer | null {
  const caller = identify(access, tokens, options, nowMs);
  if ("status" in caller) return caller;
  if (caller.projectIds === null) {
    return modelArtsError(401, "0204", "Token must contain projectId info.");
  }
  if (!caller.projectIds.includes(access.projectId)) {
    return modelArtsError(403, "0210", "The project id in the request URL does not match the token.");
  }
  if (caller.deniedActions.includes(access.action)) {
    return modelArtsError(403, "0108", `You are not authorized to perform the (${access.action}) operation.`);
  }
  return null;
}

function identify(
  { request, requestId }: AccessRequest,
  tokens: TokenService,
  options: AuthOptions,
  nowMs: number,
): SimulatedCaller | SimulatedAnswer {
  const token = request.headers["x-auth-token"];
  if (token !== undefined) {
    const caller = tokens.verify(token, nowMs);
    if (caller === "expired") return tokenExpired(requestId);
    return caller === "unknown" ? badCredentials(requestId, "decrypt token fail") : caller;
  }
  if (request.headers.authorization === undefined) {
    return badCredentials(requestId, "x-auth-token or authorization is required");
  }
  const key = verifySignature(
    request,
    options.keys ?? [],
    nowMs,
    options.maxClockSkewMs ?? DEFAULT_MAX_CLOCK_SKEW_MS,
  );
  if (typeof key === "string") return badCredentials(requestId, key);
  return { projectIds: key.projectIds, deniedActions: key.deniedActions ?? [] };
}
