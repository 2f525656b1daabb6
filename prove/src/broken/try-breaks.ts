import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { copyTree } from "@deploy-lens/bench/frame/copy-tree";
import { describeFigure, ROOT } from "@deploy-lens/bench/frame/measure";
import { runSuite } from "@deploy-lens/bench/frame/suite";
import { PUBLISHED } from "@deploy-lens/core/testing/figure";
import { PROVE } from "../command.ts";
import { BREAKS, type Break, type Edit } from "./breaks.ts";

/** Not in the copies, and too slow to install there: Python environments cannot be moved, but linked. */
const SCHEMATHESIS = join(".cache", "schemathesis");

/** Puts each defect into a copy of the product and runs the proof that must see it, as many at a time as there are processors. */
export async function tryBreaks(
  proofs: readonly string[],
): Promise<{ readonly tried: number; readonly unseen: readonly Break[] }> {
  const chosen = BREAKS.filter(({ proof }) => proofs.includes(proof));
  const waiting = chosen.values();
  const unseen: Break[] = [];
  const tryNext = async () => {
    const copy = mkdtempSync(join(tmpdir(), "broken-"));
    try {
      copyTree(ROOT, copy);
      if (existsSync(join(ROOT, SCHEMATHESIS))) {
        mkdirSync(join(copy, ".cache"));
        symlinkSync(join(ROOT, SCHEMATHESIS), join(copy, SCHEMATHESIS));
      }
      for (const one of waiting) if (!(await isSeen(copy, one))) unseen.push(one);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, tryNext));
  return { tried: chosen.length, unseen };
}

async function isSeen(copy: string, { proof, figure, defect, edits }: Break): Promise<boolean> {
  const suite = PROVE.suites.find(({ name }) => name === proof);
  if (suite === undefined) throw new Error(`there is no proof ${proof}`);
  const undo = edits.map((edit) => apply(copy, edit)).toReversed();
  const run = { ...PUBLISHED, size: "quick" } as const;
  const { figures, seconds } = await runSuite({ ...PROVE, root: copy }, suite, run, "ignore");
  for (const one of undo) one();
  const seen = figures.some(({ what, held }) => held === false && what.startsWith(figure));
  process.stdout.write(`${seen ? "✓" : "✗"} ${proof.padEnd(18)}${defect}  ${seconds.toFixed(1)} s\n`);
  if (!seen) process.stdout.write(figures.map(describeFigure).join(""));
  return seen;
}

/** Makes a change in the copy; returns how to undo it. */
function apply(copy: string, [file, find, replace]: Edit): () => void {
  const path = join(copy, file);
  const whole = readFileSync(path, "utf8");
  writeFileSync(
    path,
    whole.replace(find, () => replace),
  );
  return () => writeFileSync(path, whole);
}
