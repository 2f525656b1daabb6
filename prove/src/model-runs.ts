import { availableParallelism } from "node:os";
import { atLeast, type Figure, never, type Run, sized } from "@deploy-lens/core/testing/figure";
import { runTests } from "./tests.ts";

/** A test of the product with more runs than `npm test` has time for. */
interface LongTest {
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly runs: number;
}

/** Random sequences of commands on store and pipeline, compared with models, and processes killed while they write. */
export async function run(run: Run): Promise<readonly Figure[]> {
  const kills = sized(run, 1, 10, 20);
  const tests: readonly LongTest[] = [
    ...inPortions(sized(run, 10, 850, 4_200)).map((store) => ({
      file: "packages/store/src/store.model.test.ts",
      environment: { STORE_MODEL_RUNS: String(store) },
      runs: store * 2 + Math.ceil(store / 5),
    })),
    ...inPortions(sized(run, 2, 150, 800)).map((pipeline) => ({
      file: "apps/analytics/src/pipeline.model.test.ts",
      environment: { MODEL_RUNS: String(pipeline) },
      runs: pipeline,
    })),
    {
      file: "packages/store/src/store.kill.integration.test.ts",
      environment: { STORE_KILLS: String(kills) },
      runs: 0,
    },
    {
      file: "apps/analytics/src/sigkill.integration.test.ts",
      environment: { KILLS: String(kills) },
      runs: 0,
    },
  ];
  const failures: string[] = [];
  let passed = 0;
  let runs = 0;
  const runAndCount = async (test: LongTest) => {
    const report = await runTests(test.file, test.environment);
    failures.push(...report.failures.map((failure) => `${test.file}, ${failure}`));
    passed += report.passed;
    runs += report.failures.length === 0 ? test.runs : 0;
  };
  const waiting = [...tests];
  const runWaiting = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await runAndCount(next);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runWaiting));
  return [
    atLeast("random sequences of commands that agree with the model", runs, sized(run, 20, 2_000, 10_000)),
    never(
      `tests that fail, processes killed ${kills} times by each of two among them`,
      failures,
      passed + failures.length,
    ),
  ];
}

/** Runs per process: everything that they write stays in the engine's memory. */
const PORTION = 200;

function inPortions(runs: number): number[] {
  const portions = Math.ceil(runs / PORTION);
  return Array.from({ length: portions }, (_, i) => Math.min(PORTION, runs - i * PORTION));
}
