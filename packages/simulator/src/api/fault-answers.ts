import type { Strike } from "../faults/index.ts";
import {
  gatewayError,
  invalidParametersAnswer,
  type SimulatedAnswer,
  throttled,
  tokenExpired,
} from "../http/answer.ts";

/** The answer that a fault substitutes; `null` if the real one is sent. */
export function answerInstead(fault: Strike["fault"], requestId: string): SimulatedAnswer | null {
  switch (fault?.kind) {
    case "throttle":
      return throttled(requestId, 20, 1, retryAfterHeader(fault.retryAfter));
    case "server_error": {
      const { code, message } = SERVER_ERRORS[fault.status];
      return gatewayError(fault.status, code, message, requestId, retryAfterHeader(fault.retryAfter));
    }
    case "expired_token":
      return tokenExpired(requestId);
    case "redirect":
      return { status: 302, headers: { Location: fault.location }, body: {} };
    default:
      return null;
  }
}

/** Alters the real answer before it is serialised. */
export function distort(
  answer: SimulatedAnswer,
  fault: Strike["fault"],
  parameters: URLSearchParams,
): SimulatedAnswer {
  switch (fault?.kind) {
    case "total_count":
      return { ...answer, body: shiftTotalCount(answer.body, fault.delta) };
    case "wrong_shape":
      return { ...answer, body: { service_id: 42, services: {}, logs: null, events: "none", token: [] } };
    case "refuse_past_end":
      return isPastEnd(answer.body, parameters) ? invalidParametersAnswer(["offset"]) : answer;
    case "bad_row":
      return { ...answer, body: withFirstRow(answer.body, fault.fields) };
    case "omit_fields":
      return { ...answer, body: withoutFields(answer.body, fault.names) };
    default:
      return answer;
  }
}

// The gateway's table of error codes.
const SERVER_ERRORS = {
  500: { code: "0601", message: "Internal server error." },
  502: { code: "0202", message: "Backend unavailable." },
  503: { code: "0613", message: "The IAM service is currently unavailable." },
  504: { code: "0203", message: "Backend timeout." },
} as const;

function retryAfterHeader(retryAfter: string | number | undefined): Record<string, string> {
  return retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) };
}

function shiftTotalCount(body: unknown, delta: number): unknown {
  if (typeof body !== "object" || body === null || !("total_count" in body)) return body;
  return { ...body, total_count: Math.max(0, Number(body.total_count) + delta) };
}

function listsOf(body: unknown): readonly (readonly [string, readonly unknown[]])[] {
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).filter(
    (entry): entry is [string, readonly unknown[]] =>
      ["services", "events", "logs"].includes(entry[0]) && Array.isArray(entry[1]),
  );
}

function isPastEnd(body: unknown, parameters: URLSearchParams): boolean {
  return Number(parameters.get("offset") ?? 0) > 0 && listsOf(body).some(([, rows]) => rows.length === 0);
}

function withFirstRow(body: unknown, fields: Readonly<Record<string, unknown>>): unknown {
  const changed = listsOf(body).map(([name, [first, ...rest]]) => [
    name,
    first === undefined ? [] : [Object.assign({}, first, fields), ...rest],
  ]);
  return Object.assign({}, body, Object.fromEntries(changed));
}

function withoutFields(body: unknown, names: readonly string[]): unknown {
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}
