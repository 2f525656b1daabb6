/** How often to look again, ms. */
const EVERY_MS = { open: 3_000, quiet: 30_000, failing: 15_000, hidden: 30_000 } as const;

/** What decides how often the page looks again. */
export interface PollState {
  /** Whether something is deploying. */
  readonly open: boolean;
  /** Whether the last look failed, here or between the server and its source. */
  readonly failing: boolean;
  /** Whether the reader sees the page. */
  readonly hidden: boolean;
}

/**
 * How long until the page looks again: often while something is deploying, seldom when nothing is, when nobody looks, or
 * when the server does not answer (the client has tried thrice by then).
 *
 * @example
 * pollEveryMs({ open: true, failing: false, hidden: false }); // 3000
 */
export function pollEveryMs({ open, failing, hidden }: PollState): number {
  if (hidden) return EVERY_MS.hidden;
  if (failing) return EVERY_MS.failing;
  return open ? EVERY_MS.open : EVERY_MS.quiet;
}
