import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { duration } from "../outcome.ts";
import { BREAKS, type Break } from "./breaks.ts";

/** A defect that makes a proof hang is not seen by it. */
const TIME_LIMIT_MS = 10 * 60_000;

/** Puts each defect into a copy of the product and runs the proof that must see it. */
export async function tryBreaks(
  root: string,
  proofs: readonly string[],
): Promise<{ readonly tried: number; readonly unseen: readonly Break[] }> {
  const copy = await mkdtemp(join(tmpdir(), "broken-"));
  const chosen = BREAKS.filter(({ proof }) => proofs.length === 0 || proofs.includes(proof));
  const unseen: Break[] = [];
  try {
    await copyProduct(root, copy);
    for (const one of chosen) {
      const startedAtMs = performance.now();
      const output = await proveBroken(copy, one);
      const seen = output.split("\n").some((line) => line.startsWith(`  ✗ ${one.figure}`));
      if (!seen) unseen.push(one);
      const took = duration((performance.now() - startedAtMs) / 1_000);
      process.stdout.write(
        `${seen ? "✓" : "✗"} ${one.proof.padEnd(18)}${one.defect}  ${took}\n${seen ? "" : output}`,
      );
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  return { tried: chosen.length, unseen };
}

/** What the proof prints about the product with the defect. */
async function proveBroken(copy: string, { proof, edits }: Break): Promise<string> {
  const files = [...new Set(edits.map(([file]) => join(copy, file)))];
  const whole = await Promise.all(files.map((file) => readFile(file, "utf8")));
  for (const [file, find, replace] of edits) {
    const path = join(copy, file);
    await writeFile(
      path,
      (await readFile(path, "utf8")).replace(find, () => replace),
    );
  }
  try {
    return await run(copy, process.execPath, ["prove/src/prove.ts", "--quick", "--only", proof]);
  } finally {
    for (const [index, file] of files.entries()) await writeFile(file, whole[index] ?? "");
  }
}

/** Copies the files of the work tree and each workspace's links to its dependencies. */
async function copyProduct(root: string, copy: string): Promise<void> {
  const listed = await run(root, "git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  const files = listed.split("\0").filter((file) => file !== "");
  for (const folder of new Set(files.map(dirname))) await mkdir(join(copy, folder), { recursive: true });
  for (const file of files) await cp(join(root, file), join(copy, file), { verbatimSymlinks: true });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  // A Python environment cannot be moved, so an existing one is linked; otherwise the copy makes its own.
  const schemathesis = join(".cache", "schemathesis");
  if (existsSync(join(root, schemathesis))) {
    await mkdir(join(copy, ".cache"));
    await symlink(join(root, schemathesis), join(copy, schemathesis));
  }
  for (const manifest of files.filter((file) => file.endsWith("/package.json"))) {
    const modules = join(dirname(manifest), "node_modules");
    await cp(join(root, modules), join(copy, modules), { recursive: true, verbatimSymlinks: true }).catch(
      // A workspace without dependencies has none.
      () => undefined,
    );
  }
}

function run(cwd: string, command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // Figures that fail because of a defect are no failures of this run.
    const { RESULTS_FILE: _, ...env } = process.env;
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "ignore"],
      timeout: TIME_LIMIT_MS,
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", () => resolve(output));
  });
}
