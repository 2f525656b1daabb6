import type { Bundle } from "./synth-output.ts";

/**
 * The sizes of what is deployed, as a Markdown table; what stayed as it was is left out.
 *
 * @example
 * describeSizes(new Map(), new Map([["Bff/Function/Code", { bytes: 4096, zippedBytes: 1536, hash: "a" }]]));
 * // | bundle | zipped | | unpacked | |
 * // | --- | ---: | ---: | ---: | ---: |
 * // | Bff | 1.5 KiB | new | 4.0 KiB | new |
 */
export function describeSizes(
  before: ReadonlyMap<string, Bundle>,
  after: ReadonlyMap<string, Bundle>,
): string {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const rows = names
    .filter((name) => before.get(name)?.hash !== after.get(name)?.hash)
    .map((name) => {
      const [old, now] = [before.get(name), after.get(name)];
      const cells = (["zippedBytes", "bytes"] as const).flatMap((size) => [
        now === undefined ? "–" : kib(now[size]),
        change(old?.[size], now?.[size]),
      ]);
      return `| ${name.replace("/Function/Code", "").replace(/\/Code$/, "")} | ${cells.join(" | ")} |`;
    });
  if (rows.length === 0) return "No bundle changes.";
  return ["| bundle | zipped | | unpacked | |", "| --- | ---: | ---: | ---: | ---: |", ...rows].join("\n");
}

function change(before: number | undefined, after: number | undefined): string {
  if (before === undefined) return "new";
  if (after === undefined) return "gone";
  if (before === after) return "±0";
  const percent = (Math.abs(after - before) / before) * 100;
  const sign = after > before ? "+" : "−";
  return `${sign}${kib(Math.abs(after - before))} (${sign}${percent.toFixed(1)} %)`;
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
