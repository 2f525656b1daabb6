import type { Bundle } from "./synth-output.ts";

/** Sizes that differ by less count as equal, because the bundler's names for parts depend on the folder. */
const TOLERATED_BYTES = 50;

/**
 * The sizes of deployed bundles as a Markdown table, without those that are unchanged.
 *
 * @example describeSizes(new Map(), new Map([["Bff/Function/Code", { bytes: 4096, zippedBytes: 1536 }]])); // |
 * bundle | zipped | | unpacked | | // | --- | ---: | ---: | ---: | ---: | // | Bff | 1.5 KiB | new | 4.0 KiB | new |
 */
export function describeSizes(
  before: ReadonlyMap<string, Bundle>,
  after: ReadonlyMap<string, Bundle>,
): string {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const rows = names
    .filter((name) => differs(before.get(name), after.get(name)))
    .map((name) => {
      const [old, now] = [before.get(name), after.get(name)];
      const cells = (["zippedBytes", "bytes"] as const).flatMap((size) => [
        now === undefined ? "–" : kib(now[size]),
        change(old?.[size], now?.[size]),
      ]);
      return `| ${name.replace("/Function/Code", "").replace(/\/Code$/, "")} | ${cells.join(" | ")} |`;
    });
  if (rows.length === 0) return "No function grows or shrinks.";
  return ["| bundle | zipped | | unpacked | |", "| --- | ---: | ---: | ---: | ---: |", ...rows].join("\n");
}

function differs(before: Bundle | undefined, after: Bundle | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return (["zippedBytes", "bytes"] as const).some(
    (size) => Math.abs(after[size] - before[size]) > TOLERATED_BYTES,
  );
}

function change(before: number | undefined, after: number | undefined): string {
  if (before === undefined) return "new";
  if (after === undefined) return "gone";
  if (Math.abs(after - before) <= TOLERATED_BYTES) return "±0";
  const percent = (Math.abs(after - before) / before) * 100;
  const sign = after > before ? "+" : "−";
  return `${sign}${kib(Math.abs(after - before))} (${sign}${percent.toFixed(1)} %)`;
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
