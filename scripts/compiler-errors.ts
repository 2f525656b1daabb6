import { join, relative } from "node:path";

/** An error of `tsc` under the prefix that turbo gives a package's lines. */
const ERROR_LINE = /^(?<name>\S+?):typecheck: (?<file>\S+?)(?<place>\(\d+,\d+\): error TS\d+: .*)$/;
const DETAIL_LINE = /^\S+?:typecheck: (?<detail> +\S.*)$/;
const EXIT_LINE = /^(?<name>\S+)#typecheck: .*command \((?<folder>[^)]+)\)/;

/**
 * Every compiler error once, by its path from the root: each package that imports a broken one repeats its errors.
 * Empty where a package failed for another reason.
 */
export function compilerErrors(output: string, root: string): string[] {
  const lines = output.split("\n");
  const folders = new Map(
    lines.flatMap((line) => {
      const { name, folder } = EXIT_LINE.exec(line)?.groups ?? {};
      return name === undefined || folder === undefined ? [] : [[name, folder] as const];
    }),
  );
  const unexplained = new Set(folders.keys());
  const errors: string[] = [];
  for (const line of lines) {
    const { name = "", file, place } = ERROR_LINE.exec(line)?.groups ?? {};
    const detail = DETAIL_LINE.exec(line)?.groups?.detail;
    if (file !== undefined) errors.push(`${relative(root, join(folders.get(name) ?? root, file))}${place}`);
    else if (detail !== undefined && errors.length > 0) errors.push(`${errors.pop()}\n${detail}`);
    unexplained.delete(name);
  }
  return unexplained.size > 0 ? [] : [...new Set(errors)].sort();
}
