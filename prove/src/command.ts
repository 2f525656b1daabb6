import type { MeasuringCommand } from "@deploy-lens/bench/frame/measure";
import { SUITES } from "./proofs.ts";

export const PROVE: MeasuringCommand = {
  command: "prove",
  file: "docs/reliability.md",
  list: "prove/src/proofs.ts",
  suites: SUITES,
  columns: ["", "target", "measured"],
  repeatsTargets: false,
  isSized: true,
  mustHold: true,
  help: `Turns the claims of docs/reliability.md into figures.

  npm run prove                     everything, in about half an hour; docs/reliability.md takes the figures
  npm run prove -- --only NAME,…    some proofs alone
  npm run prove -- --quick          small sizes, two to three minutes; writes nothing
  npm run prove -- --long           large sizes, well over an hour
  npm run prove -- --list           names and claims
  npm run prove -- --stale          proves nothing: docs/reliability.md says which tables are older than the sources
  npm run prove -- --seed NUMBER    other random inputs (default 1)
  npm run prove -- --no-write       leaves docs/reliability.md alone
  npm run prove -- --broken         puts defects into copies of the product; the proofs must see them
`,
};
