/**
 * Each error of `tsc --build` once: every project that imports a broken file repeats its errors. An error's details are the
 * indented lines below it.
 */
export function compilerErrors(output: string): string {
  return [...new Set(output.trim().split(/\n(?=\S)/))].join("\n");
}
