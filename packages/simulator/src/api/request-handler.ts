import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { refuse } from "../auth/authorize.ts";
import type { AuthOptions } from "../auth/credentials.ts";
import type { TokenService } from "../auth/tokens.ts";
import type { FaultEngine, Strike } from "../faults/index.ts";
import type { RequestLogWriter, RequestRecord } from "../faults/request-log.ts";
import { gatewayError, noSuchApi, type SimulatedAnswer, serviceNotFound, throttled } from "../http/answer.ts";
import type { SimulatedServices } from "../service/directory.ts";
import { hexOf } from "../service/ids.ts";
import type { SimulatorClock } from "./clock.ts";
import { answerControl, CONTROL_PREFIX, mayControl } from "./control-routes.ts";
import { deliver } from "./delivery.ts";
import { answerEvents, type EventsBehaviour } from "./events-answer.ts";
import { answerInstead, distort } from "./fault-answers.ts";
import { matchRoute, ROUTE_ACTIONS, type RouteMatch } from "./route.ts";
import { answerService, answerServices, answerUpdateLogs } from "./services-answer.ts";

/** The gateway's limit on the request line. */
const MAX_URL_LENGTH = 8_192;

export interface RequestHandlerParts {
  readonly clock: SimulatorClock;
  readonly directory: SimulatedServices;
  readonly faults: FaultEngine;
  readonly requests: RequestLogWriter;
  readonly auth: AuthOptions | null;
  readonly tokens: TokenService;
  readonly rateLimit: { readonly limit: number; readonly windowMs: number } | null;
  readonly controlRoutes: boolean;
  readonly events: EventsBehaviour;
}

interface Received {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly match: RouteMatch;
}

/** Creates the listener of an HTTP server: gateway first, then IAM or ModelArts. */
export function createRequestHandler(parts: RequestHandlerParts): RequestListener {
  const { clock, requests, faults, rateLimit } = parts;
  const limiter = rateLimit === null ? null : createRateLimiter(rateLimit.limit, rateLimit.windowMs);
  let received = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, query } = splitTarget(request.url ?? "/");
    if (parts.controlRoutes && path.startsWith(CONTROL_PREFIX) && mayControl(request)) {
      return control(request, response, path);
    }
    received += 1;
    const requestId = hexOf("request", received).slice(0, 32);
    const method = request.method ?? "GET";
    const match = matchRoute(method, path);
    const headers = singleHeaders(request);
    const record: RequestRecord = {
      ...match,
      id: requestId,
      atMs: clock.nowMs(),
      method,
      path,
      query,
      headers,
      status: null,
      faults: [],
      aborted: false,
    };
    requests.begin(record);
    response.once("close", () => {
      record.aborted = !response.writableFinished;
      requests.end();
    });

    const body = await readBody(request);
    if (body === null) return;
    const strike = faults.strike(match.route, match.serviceId);
    record.faults = strike.kinds;
    if (strike.delayMs > 0) await waitUnlessClosed(response, strike.delayMs);
    const parameters = new URLSearchParams(query);
    const answer = answerFor({ requestId, method, path, parameters, headers, body, match }, strike);
    if (!isSilent(strike)) record.status = strike.fault?.kind === "wrong_content_type" ? 200 : answer.status;
    await deliver(response, answer, strike.fault, requestId);
  }

  async function control(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = await readBody(request);
    if (body === null) return;
    const answer = answerControl(request.method ?? "GET", path, body.toString(), {
      clock,
      faults,
      requests,
      expireTokens: parts.tokens.expireAll,
    });
    await deliver(response, answer, null, "control");
  }

  function answerFor(request: Received, strike: Strike): SimulatedAnswer {
    const { requestId, path, parameters } = request;
    const instead = answerInstead(strike.fault, requestId);
    if (instead !== null) return instead;
    if (path.length + parameters.toString().length > MAX_URL_LENGTH) {
      return gatewayError(414, "0201", "The request URI is too long.", requestId);
    }
    // IAM has a gateway of its own.
    const isLimited = limiter !== null && request.match.route !== "tokens";
    if (isLimited && rateLimit !== null && !limiter.admits(clock.nowMs())) {
      return throttled(requestId, rateLimit.limit, Math.ceil(rateLimit.windowMs / 1_000));
    }
    if (strike.fault?.kind === "ignore_offset") parameters.delete("offset");
    if (strike.fault?.kind === "reverse_order") {
      parameters.set("order", parameters.get("order") === "asc" ? "desc" : "asc");
    }
    return distort(answerRoute(request, parts), strike.fault, parameters);
  }

  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A defect of the simulator must be obvious, and must not look like a fault of the platform.
      response.destroy();
      throw error;
    });
  };
}

function answerRoute(request: Received, parts: RequestHandlerParts): SimulatedAnswer {
  const { match, requestId, parameters, body } = request;
  const { auth, tokens, clock, directory } = parts;
  const nowMs = clock.nowMs();
  const { route, projectId } = match;
  if (route === "unknown") return noSuchApi(requestId);
  if (route === "tokens") return tokens.issue(body.toString(), parameters, nowMs);

  if (projectId === null) return noSuchApi(requestId);
  const access = { request, projectId, action: ROUTE_ACTIONS[route], requestId };
  const refusal = auth === null ? null : refuse(access, tokens, auth, nowMs);
  if (refusal !== null) return refusal;

  if (route === "services") {
    return answerServices(directory.list(projectId), parameters, nowMs, parts.events.offsetMode);
  }
  const serviceId = match.serviceId ?? "";
  const service = directory.find(projectId, serviceId);
  if (service === undefined || service.createdAtMs > nowMs) return serviceNotFound(serviceId);
  switch (route) {
    case "events":
      return answerEvents(service, parameters, nowMs, parts.events);
    case "service":
      return answerService(service, nowMs);
    case "update_logs":
      return answerUpdateLogs(service, parameters, nowMs);
    default:
      return route satisfies never;
  }
}

function isSilent({ fault }: Strike): boolean {
  return fault?.kind === "black_hole" || (fault?.kind === "reset" && fault.when === "before_headers");
}

function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf("?");
  return mark < 0
    ? { path: target, query: "" }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

function singleHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}

function waitUnlessClosed(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    response.once("close", done);
    function done(): void {
      clearTimeout(timer);
      response.off("close", done);
      resolve();
    }
  });
}

/** Limits the requests in each fixed window of time, like the gateway's policy. */
interface RateLimiter {
  /** True if one more request may pass now. */
  admits(nowMs: number): boolean;
}

function createRateLimiter(limit: number, windowMs: number): RateLimiter {
  let window = Number.NaN;
  let admitted = 0;
  return {
    admits(nowMs) {
      const current = Math.floor(nowMs / windowMs);
      if (current !== window) admitted = 0;
      window = current;
      admitted += 1;
      return admitted <= limit;
    },
  };
}

/** The largest body that a signed request may have (API reference, "AK/SK authentication"). */
const MAX_BODY_BYTES = 12 * 1024 * 1024;

/**
 * Reads a request's body.
 *
 * @returns `null` if the client went away, or sent more than the gateway accepts
 */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
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
