/** Measures the longest time that the process did not run. */
export interface StallWatch {
  /** The longest so far, ms; ends the watch. */
  longestMs(): number;
}

const INTERVAL_MS = 5;

/** Starts to watch. */
export function startStallWatch(): StallWatch {
  let lastAtMs = performance.now();
  let longestMs = 0;
  const look = () => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastAtMs - INTERVAL_MS);
    lastAtMs = nowMs;
  };
  const timer = setInterval(look, INTERVAL_MS);
  return {
    longestMs() {
      look();
      clearInterval(timer);
      return longestMs;
    },
  };
}
