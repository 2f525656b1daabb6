type Counts<Reason extends string> = Readonly<Partial<Record<Reason, number>>>;

/**
 * Adds counts up, reason by reason.
 *
 * @example
 * sumCounts([{ open: 1 }, { open: 2, skew: 1 }]); // { open: 3, skew: 1 }
 */
export function sumCounts<Reason extends string>(
  parts: Iterable<Counts<Reason>>,
): Partial<Record<Reason, number>> {
  const sum: Partial<Record<Reason, number>> = {};
  for (const part of parts) {
    for (const [reason, count] of entriesOf(part)) sum[reason] = (sum[reason] ?? 0) + count;
  }
  return sum;
}

/** Adds numbers up; `null` where one of them is unknown. */
export function sumUnlessUnknown(parts: Iterable<number | null>): number | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return sum;
}

/** The entries of a record. Its keys are `Reason` alone: every record here is built from typed counts. */
function entriesOf<Reason extends string>(counts: Counts<Reason>): [Reason, number][] {
  return Object.entries(counts) as [Reason, number][];
}
