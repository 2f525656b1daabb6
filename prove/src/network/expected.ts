import type { Fault, Mishap } from "./fault.ts";

/** The result of a read: an answer, or one of the client's kinds of errors. */
export type Ending = "answer" | "timeout" | "connection" | "schema";

/** What a mishap must end in, wherever it strikes before the last byte. */
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

/** What a mishap may end in. Once the last byte has come nothing can go wrong but to be told to wait for more. */
export function expectedEndings({ fault, point }: Mishap): readonly Ending[] {
  // A reset may overtake the bytes before it.
  if (point === "end" && fault === "reset") return ["answer", "connection"];
  if (point === "end" && fault !== "never closes") return ["answer"];
  if (point === "body" && fault === "malformed") return ["schema"];
  return [ENDINGS[fault]];
}
