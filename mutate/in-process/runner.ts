import { globSync } from "node:fs";
import {
  type CoverageData,
  INSTRUMENTER_CONSTANTS,
  type InstrumenterContext,
} from "@stryker-mutator/api/core";
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
import { type CollectedTest, collectTests, registerFreshModules } from "./collect.ts";
import { runTests } from "./run-tests.ts";

/** The instrumented code reads the active mutant here, and records what it ran. */
const switches: InstrumenterContext = {};
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: switches });

/**
 * Runs tests in its own process: twenty times faster than Vitest. Our modules are loaded anew for each mutant, so that nothing
 * of the one before is left in them.
 *
 * A mutant that runs for ever is ended by Stryker, with the process.
 */
class InProcessRunner implements TestRunner {
  private tests: readonly CollectedTest[] = [];
  private files: readonly string[] = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    const patterns: readonly string[] = JSON.parse(process.env.MUTATE_TESTS ?? "[]");
    const files = [...new Set(patterns.flatMap((pattern) => globSync(pattern).sort()))];
    const isProperty = (file: string) => file.endsWith(".property.test.ts");
    // Properties take the longest, so they come last.
    this.files = [...files.filter((file) => !isProperty(file)), ...files.filter(isProperty)];
    registerFreshModules();
  }

  async dryRun(): Promise<DryRunResult> {
    this.tests = await collectTests(this.files);
    const results: TestResult[] = [];
    for await (const result of runTests(this.tests, (id) => {
      switches.currentTestId = id;
    }))
      results.push(result);
    delete switches.currentTestId;
    const { mutantCoverage = { static: {}, perTest: {} } } = switches;
    const perTest = this.tests.map(({ id, file }) => {
      const covered = [mutantCoverage.perTest[id], mutantCoverage.perTest[file]];
      return [id, Object.assign({}, ...covered.toReversed()) as CoverageData] as const;
    });
    return {
      status: DryRunStatus.Complete,
      tests: results,
      mutantCoverage: { static: mutantCoverage.static, perTest: Object.fromEntries(perTest) },
    };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    switches.activeMutant = activeMutant.id;
    delete switches.hitCount;
    if (hitLimit !== undefined) Object.assign(switches, { hitCount: 0, hitLimit });
    const results: TestResult[] = [];
    try {
      const files = this.files.filter(
        (file) => testFilter?.some((id) => id.startsWith(`${file}:`)) !== false,
      );
      const tests = await collectTests(files);
      for await (const result of runTests(
        tests.filter(({ id }) => testFilter === undefined || testFilter.includes(id)),
      )) {
        results.push(result);
        if (result.status === TestStatus.Failed) break;
      }
      const isMissing = testFilter?.some((id) => !tests.some((test) => test.id === id));
      if (isMissing) throw new Error("a test is not declared");
    } catch (error) {
      results.push({
        id: testFilter?.[0] ?? this.files[0] ?? "",
        name: "loading the tests",
        timeSpentMs: 0,
        status: TestStatus.Failed,
        failureMessage: String(error),
      });
    }
    delete switches.activeMutant;
    const endless = determineHitLimitReached(switches.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests: results });
  }
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, "in-process", () => new InProcessRunner()),
];
