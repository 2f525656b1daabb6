import type { RouteName } from "./request-log.ts";

/**
 * The faults of one request.
 *
 * - `throttle`: 429 `APIG.0308`; `retryAfter` is sent verbatim (delta-seconds, a date, nonsense).
 * - `server_error`: the gateway's 500, 502, 503 or 504, with its body.
 * - `expired_token`: 401 `APIG.0307`, however good the credentials are.
 * - `redirect`: 302 to `location`.
 * - `black_hole`: never answers.
 * - `delay`: answers after `ms`. Adds up with other delays and with one fault of another kind.
 * - `reset`: TCP reset, before the first byte of the answer or in the middle of its body.
 * - `truncate`: the connection ends after half of the promised body.
 * - `never_ends`: the whole body comes, but the answer is not ended.
 * - `malformed_json`: the body is not JSON.
 * - `wrong_content_type`: a maintenance page in HTML with status 200.
 * - `wrong_shape`: JSON whose types are not the reference's.
 * - `slow_bytes`: the body drips at `bytesPerSecond`.
 * - `huge_body`: the body is padded with white space to `bytes`.
 * - `total_count`: `total_count` is off by `delta`.
 * - `ignore_offset`: every page is the first one.
 * - `reverse_order`: lists come in the opposite order.
 * - `refuse_past_end`: a page that begins at the end of its list, or past it, is 400 `ModelArts.0107`.
 * - `bad_row`: the first row of a list has these values, whatever the reference says of its fields.
 * - `omit_fields`: the answer lacks these fields.
 */
export type Fault =
  | { readonly kind: "throttle"; readonly retryAfter?: string | number }
  | {
      readonly kind: "server_error";
      readonly status: 500 | 502 | 503 | 504;
      readonly retryAfter?: string | number;
    }
  | { readonly kind: "expired_token" }
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "black_hole" }
  | { readonly kind: "delay"; readonly ms: number }
  | { readonly kind: "reset"; readonly when: "before_headers" | "mid_body" }
  | { readonly kind: "truncate" }
  | { readonly kind: "never_ends" }
  | { readonly kind: "malformed_json" }
  | { readonly kind: "wrong_content_type" }
  | { readonly kind: "wrong_shape" }
  | { readonly kind: "slow_bytes"; readonly bytesPerSecond: number }
  | { readonly kind: "huge_body"; readonly bytes: number }
  | { readonly kind: "total_count"; readonly delta: number }
  | { readonly kind: "ignore_offset" }
  | { readonly kind: "reverse_order" }
  | { readonly kind: "refuse_past_end" }
  | { readonly kind: "bad_row"; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: "omit_fields"; readonly names: readonly string[] };

/** Selects the requests that a fault affects. */
export interface FaultRule {
  readonly fault: Fault;
  /** Default: all. */
  readonly routes?: readonly RouteName[];
  readonly serviceId?: string;
  /** Share of the matching requests that it affects; default 1. Drawn from the simulator's seed. */
  readonly probability?: number;
  /** Number of matching requests to let pass first; default 0. */
  readonly skip?: number;
  /** Number of requests after which it ends; default: never. */
  readonly times?: number;
}
