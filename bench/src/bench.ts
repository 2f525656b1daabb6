// `npm run bench`: runs the suites one after another and writes their figures into docs/performance.md.
import { runCommand } from "@deploy-lens/command";
import { type MeasuringCommand, measure } from "./frame/measure.ts";
import { SUITES } from "./suites.ts";

const BENCH: MeasuringCommand = {
  command: "bench",
  file: "docs/performance.md",
  list: "bench/src/suites.ts",
  suites: SUITES,
  columns: ["", "measured", "beside it", "target"],
  repeatsTargets: true,
  isSized: false,
  mustHold: false,
  help: `Measures the product side by side with what its users would pick instead.

  npm run bench                     everything, in under ten minutes; docs/performance.md takes the figures
  npm run bench -- --only NAME,…    some suites alone
  npm run bench -- --list           their names
  npm run bench -- --stale          measures nothing: docs/performance.md says which tables are older than their sources
  npm run bench -- --no-write       leaves docs/performance.md alone
`,
};

await runCommand("bench", () => measure(BENCH, process.argv.slice(2)));
