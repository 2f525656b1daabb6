import type { IncomingMessage } from "node:http";
import type { FaultControls } from "../faults/index.ts";
import { type ReceivedRequests, SIMULATED_ROUTES } from "../faults/request-log.ts";
import { parseFaultRule } from "../faults/rule.ts";
import type { SimulatedAnswer } from "../http/answer.ts";
import type { SimulatorClock } from "./clock.ts";

/** The path prefix of the control routes. */
export const CONTROL_PREFIX = "/_simulator/";

export interface Controlled {
  readonly clock: SimulatorClock;
  readonly faults: FaultControls;
  readonly requests: ReceivedRequests;
  expireTokens(): void;
}

/**
 * True if a request may use the control routes: from this machine, addressed to it by a loopback name (a page of
 * another site cannot pretend that), and JSON where it changes something (which no form can send).
 */
export function mayControl(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? "";
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  const changes = request.method !== "GET";
  return (
    ["127.0.0.1", "::1", "::ffff:127.0.0.1"].includes(address) &&
    ["127.0.0.1", "localhost", "[::1]"].includes(host) &&
    request.headers.origin === undefined &&
    (!changes || (request.headers["content-type"] ?? "").startsWith("application/json"))
  );
}

/**
 * Answers the control routes.
 *
 * - `GET|POST|DELETE /_simulator/faults`, `DELETE /_simulator/faults/{id}`
 * - `GET|DELETE /_simulator/requests`
 * - `GET|POST /_simulator/clock` with `{"advanceMs"}` or `{"nowMs"}`
 * - `POST /_simulator/tokens/expire`
 */
export function answerControl(
  method: string,
  path: string,
  body: string,
  controlled: Controlled,
): SimulatedAnswer {
  const { clock, faults, requests } = controlled;
  const [subject, id, ...rest] = path.slice(CONTROL_PREFIX.length).split("/");
  if (rest.length > 0) return problem(404, "no such control route");

  switch (id === undefined ? `${method} ${subject}` : `${method} ${subject}/*`) {
    case "GET faults":
      return answer(200, { faults: faults.list() });
    case "POST faults":
      return addFault(body, faults);
    case "DELETE faults":
      faults.clear();
      return answer(200, { faults: [] });
    case "DELETE faults/*":
      return faults.remove(id ?? "") ? answer(200, {}) : problem(404, `no fault ${id}`);
    case "GET requests":
      return answer(200, countRequests(requests));
    case "DELETE requests":
      requests.clear();
      return answer(200, countRequests(requests));
    case "GET clock":
      return answer(200, { nowMs: clock.nowMs() });
    case "POST clock":
      return moveClock(body, clock);
    case "POST tokens/*":
      if (id !== "expire") return problem(404, "no such control route");
      controlled.expireTokens();
      return answer(200, {});
    default:
      return problem(404, "no such control route");
  }
}

function addFault(body: string, faults: FaultControls): SimulatedAnswer {
  const rule = parseFaultRule(parseJson(body));
  return typeof rule === "string" ? problem(400, rule) : answer(201, { id: faults.add(rule) });
}

function moveClock(body: string, clock: SimulatorClock): SimulatedAnswer {
  const move = parseJson(body);
  const isObject = typeof move === "object" && move !== null;
  if (isObject && "advanceMs" in move && Number.isFinite(move.advanceMs))
    clock.advance(Number(move.advanceMs));
  else if (isObject && "nowMs" in move && Number.isFinite(move.nowMs)) clock.set(Number(move.nowMs));
  else return problem(400, "`advanceMs` or `nowMs` must be a number");
  return answer(200, { nowMs: clock.nowMs() });
}

function countRequests(requests: ReceivedRequests): Record<string, unknown> {
  return {
    count: requests.count(),
    byRoute: Object.fromEntries(SIMULATED_ROUTES.map((route) => [route, requests.count(route)])),
    inFlight: requests.inFlight(),
    maxInFlight: requests.maxInFlight(),
  };
}

function answer(status: number, body: unknown): SimulatedAnswer {
  return { status, headers: {}, body };
}

function problem(status: number, message: string): SimulatedAnswer {
  return answer(status, { error: message });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
