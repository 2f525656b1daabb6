import process from "node:process";
import { CHANCE, LEAST_ON_EACH_SIDE, MOST_AFTER } from "../findings/critical-values.ts";
import { drawCriticalZ } from "./critical-values.ts";

// Prints the table of critical-values.ts: `node scripts/run.mjs packages/core/src/testing/draw-critical-values.ts`; a minute.

const SIZES = [20, 25, 30, 35, 40, 50, 60, 70, 80, 100, 125, 150, 200];
const DRAWS = 200_000;

for (const n of SIZES) {
  const z = drawCriticalZ(n, {
    draws: DRAWS,
    chance: CHANCE,
    least: LEAST_ON_EACH_SIDE,
    mostAfter: MOST_AFTER,
  });
  process.stdout.write(`  [${n}, ${z.toFixed(3)}],\n`);
}
