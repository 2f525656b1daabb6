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

export type Fault = (typeof FAULTS)[number];

/** When the fault occurs; everything before is normal. `tls`: after the client has started the handshake. */
export const POINTS = ["connect", "tls", "request", "head", "body", "end"] as const;

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
