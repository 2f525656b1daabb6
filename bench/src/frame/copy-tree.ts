import { execFileSync } from "node:child_process";
import { cpSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const OURS = "@deploy-lens";

/**
 * Copies the working tree, so that mutants and defects are never written into it: the files that git knows or would add, and
 * links to what is installed. Links between our own packages lead to their copies.
 */
export function copyTree(root: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  for (const file of filesOf(root)) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(root, file), join(to, file), { dereference: false });
  }
  for (const folder of ["", ...workspacesOf(root)])
    linkInstalled(root, join(root, folder), join(to, folder), to);
}

function filesOf(root: string): string[] {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", list, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 }).split("\0");
  return [...new Set(files)].filter((file) => file !== "" && exists(join(root, file)));
}

function workspacesOf(root: string): string[] {
  const folders = filesOf(root)
    .filter((file) => file.endsWith("/package.json"))
    .map((file) => dirname(file));
  return folders.filter((folder) => exists(join(root, folder, "node_modules")));
}

function linkInstalled(root: string, from: string, to: string, copy: string): void {
  const installed = join(from, "node_modules");
  mkdirSync(join(to, "node_modules"), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name !== OURS) {
      symlinkSync(join(installed, name), join(to, "node_modules", name));
      continue;
    }
    mkdirSync(join(to, "node_modules", OURS));
    for (const own of readdirSync(join(installed, OURS))) {
      const target = relative(root, realpathSync(join(installed, OURS, own)));
      symlinkSync(join(copy, target), join(to, "node_modules", OURS, own));
    }
  }
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
