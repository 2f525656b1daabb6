const FAULTS = [
  "latency",
  "black hole",
  "reset",
  "slow bytes",
  "cut",
  "malformed",
  "never closes",
  "wrong content type",
] as const;

type Fault = (typeof FAULTS)[number];

/** When the fault occurs; everything before is normal. `tls`: after the client has started the handshake. */
const POINTS = ["connect", "tls", "request", "head", "body", "end"] as const;

export type Point = (typeof POINTS)[number];

/** A fault at a point. */
export interface Mishap {
  readonly fault: Fault;
  readonly point: Point;
}

/** Every fault at every point; without TLS there is no handshake. */
export function everyMishap(withTls: boolean): readonly Mishap[] {
  const points = POINTS.filter((point) => withTls || point !== "tls");
  return FAULTS.flatMap((fault) => points.map((point) => ({ fault, point })));
}

/** The result of a read: an answer, or one of the client's kinds of errors. */
export type Ending = "answer" | "timeout" | "connection" | "schema";

/** The end of a read in which the fault occurs before the last byte. */
const ENDINGS: Readonly<Record<Fault, Ending>> = {
  latency: "answer",
  "black hole": "timeout",
  reset: "connection",
  "slow bytes": "timeout",
  cut: "connection",
  malformed: "connection",
  "never closes": "timeout",
  "wrong content type": "schema",
};

/** The ends that a read may have. After the last byte, only a promise of more bytes can still go wrong. */
export function expectedEndings({ fault, point }: Mishap): readonly Ending[] {
  // A reset may overtake the bytes before it.
  if (point === "end" && fault === "reset") return ["answer", "connection"];
  if (point === "end" && fault !== "never closes") return ["answer"];
  if (point === "body" && fault === "malformed") return ["schema"];
  return [ENDINGS[fault]];
}
