/** Polling intervals, ms. */
const EVERY_MS = { open: 3_000, quiet: 30_000, failing: 15_000, hidden: 30_000 } as const;

export interface PollState {
  /** True while something is deploying. */
  readonly open: boolean;
  /** True if the last read failed, here or at the server's source. */
  readonly failing: boolean;
  /** True while the page is hidden. */
  readonly hidden: boolean;
}

/**
 * The polling interval: short while something is deploying; long when nothing is, when the page is hidden, or when the
 * server fails (after the client's own three attempts).
 *
 * @example
 * pollEveryMs({ open: true, failing: false, hidden: false }); // 3000
 */
export function pollEveryMs({ open, failing, hidden }: PollState): number {
  if (hidden) return EVERY_MS.hidden;
  if (failing) return EVERY_MS.failing;
  return open ? EVERY_MS.open : EVERY_MS.quiet;
}
