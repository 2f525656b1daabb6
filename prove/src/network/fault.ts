/** What may happen to a connection. */
export const FAULTS = [
  "latency",
  "black hole",
  "reset",
  "slow bytes",
  "cut",
  "malformed",
  "never closes",
  "wrong content type",
] as const;

/** One of {@link FAULTS}. */
export type Fault = (typeof FAULTS)[number];

/** When it happens: up to there the exchange goes well. `tls` is when the client has begun to shake hands. */
export const POINTS = ["connect", "tls", "request", "head", "body", "end"] as const;

/** One of {@link POINTS}. */
export type Point = (typeof POINTS)[number];

/** A fault at a point. */
export interface Mishap {
  readonly fault: Fault;
  readonly point: Point;
}

/** Every mishap that a connection can have; without TLS nobody shakes hands. */
export function everyMishap(withTls: boolean): readonly Mishap[] {
  const points = POINTS.filter((point) => withTls || point !== "tls");
  return FAULTS.flatMap((fault) => points.map((point) => ({ fault, point })));
}
