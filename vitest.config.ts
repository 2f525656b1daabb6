import { defineConfig } from "vitest/config";

/** Of every property in the run, so that a red run can be repeated; `FAST_CHECK_SEED` sets it. */
const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 0x7fffffff);
if (!Number.isInteger(seed)) throw new Error("FAST_CHECK_SEED must be a whole number");
if (process.env.VITEST_WORKER_ID === undefined) {
  process.stderr.write(`Properties run with seed ${seed}; FAST_CHECK_SEED=${seed} repeats them.\n`);
}

export default defineConfig({
  test: {
    env: { FAST_CHECK_SEED: String(seed) },
    setupFiles: ["scripts/fast-check-seed.ts"],
    include: [
      "packages/**/src/**/*.test.ts",
      "apps/**/src/**/*.test.{ts,tsx}",
      "bench/src/**/*.test.ts",
      "infra/**/*.test.ts",
      "prove/src/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**", "**/cdk.out/**"],
    pool: "threads",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: process.env.CI === undefined,
    passWithNoTests: false,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
