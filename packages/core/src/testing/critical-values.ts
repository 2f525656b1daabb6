import { seededRandom } from "./random.ts";

/** Draws random orders of n ranks, and returns the largest absolute statistic of a split that a share `chance` exceeds. */
export function drawCriticalZ(
  n: number,
  { draws, chance, least, mostAfter }: { draws: number; chance: number; least: number; mostAfter: number },
): number {
  const random = seededRandom(n);
  const ranks = Float64Array.from({ length: n }, (_, i) => i - (n - 1) / 2);
  const squares = ranks.reduce((sum, rank) => sum + rank * rank, 0);
  const largest = Float64Array.from({ length: draws }, () => {
    shuffle(ranks, random);
    let sum = 0;
    let best = 0;
    for (let split = 1; split < n; split++) {
      sum += ranks[split - 1] ?? 0;
      if (split < least || n - split < least || n - split > mostAfter) continue;
      best = Math.max(best, (sum * sum) / (split * (n - split)));
    }
    return Math.sqrt((best * n * (n - 1)) / squares);
  });
  return largest.sort()[Math.ceil((1 - chance) * draws) - 1] ?? Number.NaN;
}

function shuffle(values: Float64Array, random: () => number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const value = values[i] ?? 0;
    values[i] = values[j] ?? 0;
    values[j] = value;
  }
}
