import { untilAborted } from "@deploy-lens/deadline";

export interface Caller {
  /** Epoch ms. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Start of the wait across this read and earlier ones, epoch ms. Defaults to the start of this read. */
  readonly startedAtMs?: number;
}

export type Load<Value> = (caller: Caller) => Promise<Value>;

/** A read in progress, shared by all callers of the same key. */
export interface InFlightRead<Value> {
  readonly deadlineMs: number;
  /** True once the read was aborted and can no longer be shared. */
  readonly abandoned: () => boolean;
  /** Waits for the value. A caller that leaves fails alone; when the last one leaves, the read is aborted. */
  share(caller: Caller): Promise<Value>;
  /** Waits at most this long; `null` if the value did not arrive. The read continues for later callers. */
  shareBriefly(caller: Caller, patienceMs: number): Promise<Value | null>;
}

/** Starts a read that runs for as long as at least one caller waits for it; the first has to share it at once. */
export function startRead<Value>(deadlineMs: number, load: Load<Value>): InFlightRead<Value> {
  const controller = new AbortController();
  const promise = load({ deadlineMs, signal: controller.signal });
  let waiting = 0;

  const wait = async <T>({ signal }: Caller, outcome: Promise<T>): Promise<T> => {
    waiting += 1;
    try {
      return await untilAborted(outcome, signal);
    } finally {
      waiting -= 1;
      if (waiting === 0 && signal.aborted) controller.abort(signal.reason);
    }
  };

  return {
    deadlineMs,
    abandoned: () => controller.signal.aborted,
    share: (caller) => wait(caller, promise),
    async shareBriefly(caller, patienceMs) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const patience = new Promise<null>((resolve) => {
        timer = setTimeout(resolve, patienceMs, null);
      });
      try {
        return await wait(caller, Promise.race([promise, patience]));
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
