/** Measures the time in which this process was ready but did not run. */
export interface LostTime {
  /** So far, ms. What is between two readings cannot be held against whoever was timed meanwhile. */
  soFarMs(): number;
  close(): void;
}

const INTERVAL_MS = 5;

/** Starts to count. */
export function startLostTime(): LostTime {
  let lastAtMs = performance.now();
  let lostMs = 0;
  const look = () => {
    const nowMs = performance.now();
    lostMs += Math.max(0, nowMs - lastAtMs - INTERVAL_MS);
    lastAtMs = nowMs;
  };
  const timer = setInterval(look, INTERVAL_MS);
  return {
    soFarMs() {
      look();
      return lostMs;
    },
    close: () => clearInterval(timer),
  };
}
