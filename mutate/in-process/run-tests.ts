import { type TestResult, TestStatus } from "@stryker-mutator/api/test-runner";
import type { CollectedTest } from "./collect.ts";
import { type Group, takeFinished } from "./vitest.ts";

const MAX_COMPUTED_MS = 10_000;
const MAX_WAIT_MS = 20_000;
/** A test that computes less in all that time is waiting. */
const IDLE_MS = 1_000;

let stray: unknown[] = [];
process.on("unhandledRejection", (reason) => void stray.push(reason));

/**
 * Runs tests with the hooks around them, one after the other. What a hook that is shared by several tests runs is told as the
 * file's, by `starts`; all else as the test's.
 */
export async function* runTests(
  tests: readonly CollectedTest[],
  starts: (idOrFile: string) => void = () => undefined,
): AsyncGenerator<TestResult> {
  const open: Group[] = [];
  let openFile = "";
  const closeFrom = async (depth: number) => {
    starts(openFile);
    for (const group of open.splice(depth).reverse())
      for (const run of group.hooks.afterAll) await limited(run);
  };
  try {
    for (const test of tests) {
      const shared = test.groups.findIndex((group, depth) => open[depth] !== group);
      await closeFrom(shared === -1 ? test.groups.length : shared);
      openFile = test.file;
      starts(test.file);
      const startedAtMs = performance.now();
      const facts = () => ({
        ...{ id: test.id, name: test.name, fileName: test.file },
        timeSpentMs: performance.now() - startedAtMs,
      });
      try {
        for (const group of test.groups.slice(open.length)) {
          open.push(group);
          for (const run of group.hooks.beforeAll) await limited(run);
        }
        starts(test.id);
        await runOne(test);
        yield { ...facts(), status: TestStatus.Success };
      } catch (error) {
        yield { ...facts(), status: TestStatus.Failed, failureMessage: String(error) };
      }
    }
  } finally {
    await closeFrom(0).catch(() => undefined);
  }
}

async function runOne({ groups, run }: CollectedTest): Promise<void> {
  stray = [];
  try {
    for (const { hooks } of groups) for (const before of hooks.beforeEach) await limited(before);
    await limited(run);
  } finally {
    for (const after of takeFinished().toReversed()) await limited(after);
    for (const { hooks } of groups.toReversed()) for (const after of hooks.afterEach) await limited(after);
  }
  if (stray.length > 0) throw stray[0];
}

/** @throws Error when it computes or waits for longer than any test does; how busy the machine is does not count. */
async function limited(run: () => unknown): Promise<void> {
  const startedAtMs = performance.now();
  const before = process.threadCpuUsage();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((_, reject) => {
    timer = setInterval(() => {
      const { user, system } = process.threadCpuUsage(before);
      const computedMs = (user + system) / 1_000;
      const isIdle = computedMs < IDLE_MS && performance.now() - startedAtMs > MAX_WAIT_MS;
      if (isIdle || computedMs > MAX_COMPUTED_MS) reject(new Error("without end"));
    }, 500);
  });
  try {
    await Promise.race([run(), limit]);
  } finally {
    clearInterval(timer);
  }
}
