/** Measures intervals; a test has a clock that it moves. */
export interface Clock {
  readonly nowMs: () => number;
  readonly after: (durationMs: number, run: () => void) => void;
}

const REAL_CLOCK: Clock = {
  nowMs: () => performance.now(),
  after: (durationMs, run) => void setTimeout(run, durationMs),
};

/** A single Ctrl-C may arrive twice: from the terminal and from npm. */
const SAME_SIGNAL_MS = 300;

/** Acknowledged writes are on disk, so waiting longer gains nothing. */
const END_WITHIN_MS = 1_500;

/** Closes on the first signal, and ends the process at once on the second or when closing takes too long. */
export function endOnSignal(
  close: () => Promise<void>,
  onFailure: (error: unknown) => void,
  clock = REAL_CLOCK,
): void {
  let firstAtMs: number | null = null;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (firstAtMs !== null) {
        if (clock.nowMs() - firstAtMs > SAME_SIGNAL_MS) process.exit(0);
        return;
      }
      firstAtMs = clock.nowMs();
      clock.after(END_WITHIN_MS, () => process.exit(0));
      void end(close, onFailure);
    });
  }
}

async function end(close: () => Promise<void>, onFailure: (error: unknown) => void): Promise<void> {
  try {
    await close();
    process.exit(0);
  } catch (error) {
    onFailure(error);
    process.exit(1);
  }
}
