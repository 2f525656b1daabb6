import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files and folders that a table was measured on, from the repository's root. Tests, documents and fixtures are left out. */
export type Sources = readonly string[];

const NOT_MEASURED = /[.]test(?:-d)?[.]tsx?$|[.]md$|\/testing\//;

/**
 * Hashes the sources as they are now, committed or not: equal for equal contents under equal names. `null` outside a
 * clone.
 *
 * @example
 * hashOfSources("/repository", ["packages/core/src"]); // "3f9c04d1b2aa"
 */
export function hashOfSources(root: string, sources: Sources): string | null {
  try {
    const listed = execFileSync(
      "git",
      ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...sources],
      { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    );
    const hash = createHash("sha256");
    for (const file of listed.split("\0").sort()) {
      const path = join(root, file);
      if (file === "" || NOT_MEASURED.test(file) || !existsSync(path)) continue;
      hash.update(`${file}\0`).update(readFileSync(path)).update("\0");
    }
    return hash.digest("hex").slice(0, 12);
  } catch {
    return null;
  }
}

/** The part about sources of the line below a table. */
export function sourcesNote(hash: string | null): string {
  return hash === null ? "" : `, sources \`${hash}\``;
}

/** True if a table was measured on different or unknown sources. */
export function isStale(table: string, hash: string | null): boolean {
  return hash !== null && !table.includes(sourcesNote(hash));
}
