import { gaussian, type Random } from "./random.ts";

/** Shapes that durations take, as in deployments: one integer duration in ms at a time. */
export const DURATION_DATASETS: Readonly<Record<string, (random: Random) => number>> = {
  constant: () => 20_171,
  "constant zero": () => 0,
  uniform: (random) => Math.floor(random() * 100_000),
  lognormal: (random) => Math.round(Math.exp(8 + 1.5 * gaussian(random))),
  "bimodal: warm and cold image pulls": (random) =>
    Math.round(random() < 0.6 ? 1_500 + 200 * random() : 60_000 * Math.exp(0.2 * gaussian(random))),
  "6 ms to 1 h": (random) => Math.round(6 * (3_600_000 / 6) ** random()),
  "powers of two": (random) => 2 ** Math.floor(random() * 23),
  "0 to 100 ms": (random) => Math.floor(random() * 101),
};

/** Draws durations from a shape. */
export function draw(shape: (random: Random) => number, size: number, random: Random): number[] {
  return Array.from({ length: size }, () => shape(random));
}
