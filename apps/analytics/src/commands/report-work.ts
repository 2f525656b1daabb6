import type { WorkReport } from "./each-service.ts";
import type { CommonOptions } from "./options.ts";

/** Prints what a command came to. @returns whether nothing failed */
export function reportWork<Totals extends object>(
  { services, totals, failures }: WorkReport<Totals>,
  { json, dryRun }: Pick<CommonOptions, "json" | "dryRun">,
  tell: (totals: Totals) => string,
): boolean {
  // What one step would have written the next one does not find, and would write again.
  const hint = dryRun ? " at most (dry run: nothing was written)" : "";
  const text = json
    ? JSON.stringify({ services, ...totals, dryRun, failures }, null, 2)
    : `${services} services, ${tell(totals)}${hint}`;
  process.stdout.write(`${text}\n`);
  return failures.length === 0;
}
