import { untilAborted } from "@deploy-lens/modelarts/call/scope";

/** Who waits for an answer, and how long. */
export interface Caller {
  /** Epoch ms. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Since when they wait, for this read and others before it, epoch ms; without it, since this read began. */
  readonly startedAtMs?: number;
}

/** Reads something from its source. */
export type Load<Value> = (caller: Caller) => Promise<Value>;

/** One read under way, shared by everybody who wants the same. */
export interface Flight<Value> {
  readonly deadlineMs: number;
  /** Whether it was given up, so that nobody may join any more. */
  readonly abandoned: () => boolean;
  /** Waits for the value. Whoever leaves fails alone; when the last one leaves, the read is given up. */
  join(caller: Caller): Promise<Value>;
  /** Waits no longer than so; `null` when it did not come. The read goes on for the next caller. */
  joinBriefly(caller: Caller, patienceMs: number): Promise<Value | null>;
}

/** Starts a read that lives as long as somebody waits for it. */
export function startFlight<Value>(deadlineMs: number, load: Load<Value>): Flight<Value> {
  const controller = new AbortController();
  const promise = load({ deadlineMs, signal: controller.signal });
  // Whoever waits gets the rejection; nobody may be waiting any more.
  promise.catch(() => undefined);
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
    join: (caller) => wait(caller, promise),
    async joinBriefly(caller, patienceMs) {
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
