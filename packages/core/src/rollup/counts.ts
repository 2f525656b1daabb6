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

/**
 * Takes counts out again; what reaches 0 is gone.
 *
 * @throws RangeError when a count would fall below 0.
 */
export function subtractCounts<Reason extends string>(
  whole: Counts<Reason>,
  part: Counts<Reason>,
): Partial<Record<Reason, number>> {
  const left: Partial<Record<Reason, number>> = { ...whole };
  for (const [reason, count] of entriesOf(part)) {
    const rest = (left[reason] ?? 0) - count;
    if (rest < 0) throw new RangeError(`The count of "${reason}" would fall below zero`);
    if (rest === 0) delete left[reason];
    else left[reason] = rest;
  }
  return left;
}

/** The entries of a record. Its keys are `Reason` alone: every record here is built from typed counts. */
function entriesOf<Reason extends string>(counts: Counts<Reason>): [Reason, number][] {
  return Object.entries(counts) as [Reason, number][];
}
