/** Stalls of this process's event loop: what they add to a measured time is not the code's. */
export interface Stalls {
  totalMs(): number;
  longestMs(): number;
  close(): void;
}

const INTERVAL_MS = 5;

export function watchStalls(): Stalls {
  let lastAtMs = performance.now();
  let totalMs = 0;
  let longestMs = 0;
  const look = () => {
    const nowMs = performance.now();
    const stallMs = Math.max(0, nowMs - lastAtMs - INTERVAL_MS);
    totalMs += stallMs;
    longestMs = Math.max(longestMs, stallMs);
    lastAtMs = nowMs;
  };
  const timer = setInterval(look, INTERVAL_MS);
  return {
    totalMs() {
      look();
      return totalMs;
    },
    longestMs: () => longestMs,
    close() {
      look();
      clearInterval(timer);
    },
  };
}
