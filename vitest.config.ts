import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const exclude = ["**/node_modules/**", "**/dist/**", "**/cdk.out/**"];

/** Of every property in the run, so that a red run can be repeated; `FAST_CHECK_SEED` sets it. */
const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 0x7fffffff);
if (!Number.isInteger(seed)) throw new Error("FAST_CHECK_SEED must be a whole number");
if (process.env.VITEST_WORKER_ID === undefined) {
  process.stderr.write(`Properties run with seed ${seed}; FAST_CHECK_SEED=${seed} repeats them.\n`);
}

/** Tests that `npm run prove` runs, at a size and with a seed of its own: `{"size":"full","seed":1}`. */
const CLAIMS = "**/*.claim.test.ts";
const CLAIM = JSON.parse(process.env.CLAIM ?? "null");

/** Tests that start processes and servers, and CDK's, which counts on fresh modules: each file has a worker of its own. */
const ISOLATED = [
  "**/*.integration.test.ts",
  "**/*.model.test.ts",
  CLAIMS,
  "bench/**",
  "mutate/**",
  "scripts/**",
  "infra/**",
];

/** Without a cache of durations, Vitest begins with the largest files; a small one that takes long would run last, alone. */
const LONG =
  /(?:store[.]integration|store[.]model|crash[.]integration|history[.]integration|commands[.]integration|start[.]integration)[.]test[.]ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(LONG.test(b.moduleId)) - Number(LONG.test(a.moduleId)));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    provide: { claim: CLAIM },
    env: { FAST_CHECK_SEED: String(seed) },
    setupFiles: ["scripts/fast-check-seed.ts"],
    pool: "threads",
    // Vitest's own default leaves one core out, which is half of two; the slowest tests wait more than they compute.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: process.env.CI === undefined,
    passWithNoTests: false,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: "integration",
          include: [
            "{packages,apps}/**/src/**/*.{integration,model}.test.ts",
            "bench/src/**/*.test.ts",
            "prove/src/**/*.integration.test.ts",
          ],
          exclude,
        },
      },
      ...(CLAIM === null
        ? []
        : [{ extends: true as const, test: { name: "claims", include: [CLAIMS], exclude } }]),
      {
        extends: true,
        test: { name: "infra", include: ["{infra,mutate,scripts}/**/*.test.ts"], exclude },
      },
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "packages/**/src/**/*.test.ts",
            "apps/**/src/**/*.test.{ts,tsx}",
            "prove/src/**/*.test.ts",
          ],
          exclude: [...exclude, ...ISOLATED],
          // They share nothing, so that modules are evaluated once for a worker instead of once for a file.
          isolate: false,
        },
      },
    ],
  },
});
