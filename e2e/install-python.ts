import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** Python is missing, too old, or cannot install packages. */
export class PythonError extends Error {
  override readonly name = "PythonError";
}

const CANDIDATES = [
  "python3",
  "python3.14",
  "python3.13",
  "python3.12",
  "python3.11",
  "python3.10",
  "python",
];

/**
 * Installs programs written in Python into a virtual environment, once per version of their lock file.
 *
 * @returns the environment's Python
 * @throws PythonError
 */
export function installPython(folder: string, requirements: string): string {
  const python = join(folder, "bin/python");
  const stamp = join(folder, ".installed");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && isNewEnough(python)) return python;

  const host = findPython();
  process.stdout.write(`Installing ${basename(folder)} (once) …\n`);
  rmSync(folder, { recursive: true, force: true });
  run(host, ["-m", "venv", folder], "could not make a virtual environment; on Debian, install python3-venv");
  run(
    python,
    [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--require-hashes",
      "-r",
      requirements,
    ],
    `could not install what ${requirements} lists`,
  );
  writeFileSync(stamp, wanted);
  return python;
}

function findPython(): string {
  const found = CANDIDATES.find(isNewEnough);
  if (found !== undefined) return found;
  throw new PythonError("this needs Python 3.10 or newer, and there is none: install it and try again");
}

function isNewEnough(python: string): boolean {
  const check = "import sys; sys.exit(sys.version_info < (3, 10))";
  return spawnSync(python, ["-c", check], { stdio: "ignore" }).status === 0;
}

function run(file: string, args: readonly string[], problem: string): void {
  const { status, stderr, stdout } = spawnSync(file, args, { encoding: "utf8" });
  if (status === 0) return;
  throw new PythonError(`${problem}:\n${stderr || stdout}`);
}
