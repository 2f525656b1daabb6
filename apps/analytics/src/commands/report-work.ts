import type { WorkReport } from "./each-service.ts";
import type { CommonOptions } from "./options.ts";

/** Prints a command's result. @returns whether nothing failed */
export function reportWork<Totals extends object>(
  { services, totals, failures }: WorkReport<Totals>,
  { json, dryRun }: Pick<CommonOptions, "json" | "dryRun">,
  summarize: (totals: Totals) => string,
): boolean {
  // Nothing was stored, so a later step counts again what an earlier one would have written.
  const hint = dryRun ? " at most (dry run: nothing was written)" : "";
  const text = json
    ? JSON.stringify({ services, ...totals, dryRun, failures }, null, 2)
    : `${services} services, ${summarize(totals)}${hint}`;
  process.stdout.write(`${text}\n`);
  return failures.length === 0;
}
