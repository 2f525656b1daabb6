import { ProblemError } from "../request/problem-error.ts";
import type { AdmissionLimits } from "../settings/settings.ts";
import type { RouteDeps } from "./route.ts";

/** Runs work when there is a free slot. @throws ProblemError `too-many-requests` at once when none will be free soon */
export type Admit = <Value>(
  caller: string,
  signal: AbortSignal,
  work: () => Promise<Value>,
) => Promise<Value>;

const RETRY_AFTER_MS = 1_000;

interface Waiting {
  readonly caller: string;
  readonly start: () => void;
}

const admissions = new WeakMap<Pick<RouteDeps, "admission">, Admit>();

/** The limit that all routes which read or compute much share. */
export function admissionOf(deps: Pick<RouteDeps, "admission">): Admit {
  const admit = admissions.get(deps) ?? createAdmission(deps.admission);
  admissions.set(deps, admit);
  return admit;
}

/**
 * Limits concurrent work. Waiting requests are served in order, except that callers who already have their share are
 * passed over.
 */
export function createAdmission({ running, runningPerCaller, waitingPerCaller }: AdmissionLimits): Admit {
  const runningOf = new Map<string, number>();
  const waiting = new Set<Waiting>();
  let total = 0;

  const hasRoom = (caller: string) => total < running && (runningOf.get(caller) ?? 0) < runningPerCaller;
  const change = (caller: string, by: 1 | -1) => {
    total += by;
    const now = (runningOf.get(caller) ?? 0) + by;
    if (now === 0) runningOf.delete(caller);
    else runningOf.set(caller, now);
  };
  const leave = (caller: string) => {
    change(caller, -1);
    for (const next of waiting) {
      if (!hasRoom(next.caller)) continue;
      waiting.delete(next);
      change(next.caller, 1);
      next.start();
    }
  };
  const enter = (caller: string, signal: AbortSignal): Promise<void> => {
    if (hasRoom(caller)) {
      change(caller, 1);
      return Promise.resolve();
    }
    const ahead = [...waiting].filter((request) => request.caller === caller).length;
    if (ahead >= waitingPerCaller) {
      throw new ProblemError("too-many-requests", {
        detail: "Too many statistics are being computed for this caller: wait for those to come.",
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    return new Promise((resolve, reject) => {
      const abandon = () => {
        if (waiting.delete(place)) reject(signal.reason);
      };
      const place: Waiting = {
        caller,
        start() {
          signal.removeEventListener("abort", abandon);
          resolve();
        },
      };
      waiting.add(place);
      signal.addEventListener("abort", abandon, { once: true });
    });
  };

  return async (caller, signal, work) => {
    signal.throwIfAborted();
    await enter(caller, signal);
    try {
      return await work();
    } finally {
      leave(caller);
    }
  };
}
