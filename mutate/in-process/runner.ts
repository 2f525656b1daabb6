import { globSync } from "node:fs";
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from "@stryker-mutator/api/core";
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import * as fc from "fast-check";
import { type CollectedTest, collectTests } from "./collect.ts";

/** The instrumented code reads the active mutant here, and records what it ran. */
const switches: InstrumenterContext = {};
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: switches });

// Properties try the same cases with every mutant, and one that fails is not searched for its smallest case.
fc.configureGlobal({ seed: 1, endOnFailure: true });

/**
 * Runs tests in its own process, where files are loaded once and not for each mutant: twenty times faster than Vitest.
 *
 * For tests that keep nothing from one to the next. A mutant that runs for ever is ended by Stryker, with the process.
 */
class InProcessRunner implements TestRunner {
  private tests: readonly CollectedTest[] = [];

  /** No mutant is active while files are loaded, since Stryker leaves out what only then runs: there is nothing to reload. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    const patterns: readonly string[] = JSON.parse(process.env.MUTATE_TESTS ?? "[]");
    const files = [...new Set(patterns.flatMap((pattern) => globSync(pattern)))].sort();
    const isProperty = (file: string) => file.endsWith(".property.test.ts");
    // Properties take the longest, so they come last.
    this.tests = await collectTests([
      ...files.filter((file) => !isProperty(file)),
      ...files.filter(isProperty),
    ]);
  }

  async dryRun(): Promise<DryRunResult> {
    const results: TestResult[] = [];
    for (const test of this.tests) {
      switches.currentTestId = test.id;
      results.push(await resultOf(test));
    }
    delete switches.currentTestId;
    const quickest = results.toSorted((a, b) => a.timeSpentMs - b.timeSpentMs).map(({ id }) => id);
    // Most mutants are then killed soon. A process that Stryker starts later keeps the order of the files.
    this.tests = this.tests.toSorted((a, b) => quickest.indexOf(a.id) - quickest.indexOf(b.id));
    const { mutantCoverage = { static: {}, perTest: {} } } = switches;
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    switches.activeMutant = activeMutant.id;
    delete switches.hitCount;
    if (hitLimit !== undefined) Object.assign(switches, { hitCount: 0, hitLimit });
    const results: TestResult[] = [];
    for (const test of this.tests) {
      if (testFilter !== undefined && !testFilter.includes(test.id)) continue;
      const result = await resultOf(test);
      results.push(result);
      if (result.status === TestStatus.Failed) break;
    }
    delete switches.activeMutant;
    const endless = determineHitLimitReached(switches.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests: results });
  }
}

async function resultOf({ id, file, run }: CollectedTest): Promise<TestResult> {
  const startedAt = performance.now();
  const facts = () => ({ id, name: id, fileName: file, timeSpentMs: performance.now() - startedAt });
  try {
    await run();
    return { ...facts(), status: TestStatus.Success };
  } catch (error) {
    return { ...facts(), status: TestStatus.Failed, failureMessage: String(error) };
  }
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, "in-process", () => new InProcessRunner()),
];
