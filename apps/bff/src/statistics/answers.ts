import type { Context } from "hono";
import type { Caller } from "../cache/in-flight-read.ts";
import { createReadThrough } from "../cache/read-through.ts";
import { type Source, sourceOf } from "../cache/source.ts";
import { admissionOf } from "../http/admission.ts";
import type { RouteDeps } from "../http/route.ts";
import { principalOf } from "../http/scope.ts";
import { inSlices, jsonInSteps } from "../http/slices.ts";
import type { AppEnv } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";

/** Everything that an answer is computed from. */
export interface Basis<Answer> {
  readonly identity: string;
  readonly bytes: number;
  compute(caller: Caller): Promise<Answer>;
}

export interface ComputedAnswer<Answer> {
  readonly answer: Answer;
  readonly text: string;
}

/** An answer that need not be computed for a caller who has it. */
export interface PendingAnswer<Answer> {
  readonly identity: string;
  readonly source: Source;
  compute(): Promise<ComputedAnswer<Answer>>;
}

type Answers<Answer> = (
  c: Context<AppEnv>,
  key: unknown,
  read: (caller: Caller) => Promise<Basis<Answer>>,
) => Promise<PendingAnswer<Answer>>;

const MAX_BYTES = 32 * 1024 * 1024;

/** An answer is named by what it was computed of, so it never becomes wrong. */
const KEPT_MS = 3_600_000;

/** Reads what answers are computed from, and computes each once for as long as that stays the same. Both are admitted. */
export function createAnswers<Answer>(deps: RouteDeps): Answers<Answer> {
  const { archiveTimes: times, now, monotonicNow } = deps;
  const common = {
    maxWeight: MAX_BYTES,
    meaningOf: (error: unknown) =>
      error instanceof ProblemError && error.problem === "storage-unavailable" ? "outage" : "other",
    now,
    monotonicNow,
  } as const;
  const bases = createReadThrough<Basis<Answer>>({ ...common, times, weigh: ({ bytes }) => bytes });
  const computed = createReadThrough<ComputedAnswer<Answer>>({
    ...common,
    times: { ...times, softMs: KEPT_MS, hardMs: KEPT_MS },
    // The answer's objects take about three times as much memory as its text.
    weigh: ({ text }) => 4 * text.length,
  });

  return async (c, key, read) => {
    const caller = c.var.context;
    const admitted = <Value>({ signal }: Caller, work: () => Promise<Value>) =>
      admissionOf(deps)(principalOf(c).caller, signal, work);
    const basis = await bases.read(JSON.stringify(key), caller, (inner) =>
      admitted(inner, () => read(inner)),
    );
    const { identity } = basis.value;
    const compute = (inner: Caller) =>
      admitted(inner, async () => {
        const answer = await basis.value.compute(inner);
        return { answer, text: await inSlices(jsonInSteps(answer), inner.signal) };
      });
    return {
      identity,
      source: sourceOf(basis),
      compute: async () => (await computed.read(identity, caller, compute)).value,
    };
  };
}
