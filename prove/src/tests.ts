import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "@deploy-lens/bench/frame/measure";
import type { Suite } from "@deploy-lens/bench/frame/suite";
import type { Figure } from "@deploy-lens/core/testing/figure";
import * as z from "zod";

const ClaimFigure = z.object({
  what: z.string(),
  measured: z.string(),
  target: z.string(),
  held: z.boolean().nullable(),
  examples: z.array(z.string()).default([]),
});

const Report = z.object({
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
          meta: z.object({ figures: z.array(ClaimFigure).default([]) }),
        }),
      ),
    }),
  ),
});

/** Tests of the product that prove a claim (`claim` in core/testing), run at the size that is asked for. */
export function testsIn(...files: readonly string[]): Suite["load"] {
  return async () => ({
    run: async (run) => {
      const figures: Figure[] = [];
      for (const file of files) {
        const tests = await runTests(file, { CLAIM: JSON.stringify(run) });
        const isTold = tests.figures.some(({ held }) => held === false);
        if (tests.figures.length === 0 || (tests.failures.length > 0 && !isTold))
          throw new Error(`${file}: ${tests.failures[0] ?? "no claim was tested"}`);
        figures.push(...tests.figures);
      }
      return figures;
    },
  });
}

/** Runs a file of tests in processes of their own. */
export async function runTests(file: string, environment: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "deploy-lens-tests-"));
  const output = join(folder, "report.json");
  try {
    const child = spawn(
      "vitest",
      ["run", "--root", ROOT, "--reporter=json", `--outputFile.json=${output}`, file],
      { cwd: ROOT, env: { ...process.env, ...environment }, stdio: "ignore" },
    );
    await once(child, "close");
    const { testResults } = Report.parse(JSON.parse(readFileSync(output, "utf8")));
    const all = testResults.flatMap((one) => one.assertionResults);
    const failed = all.filter(({ status }) => status === "failed");
    return {
      passed: all.filter(({ status }) => status === "passed").length,
      failures: [
        ...failed.map(
          ({ fullName, failureMessages }) => `${fullName}: ${failureMessages?.[0]?.slice(0, 400) ?? ""}`,
        ),
        // A file that cannot be loaded has a message and no tests.
        ...testResults.flatMap(({ message, assertionResults }) =>
          message !== "" && assertionResults.length === 0 ? [message] : [],
        ),
      ],
      figures: all.flatMap(({ meta }) => meta.figures),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
