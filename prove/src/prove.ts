// `npm run prove`: runs the proofs and writes their figures into docs/reliability.md.
import { measure, parseMeasuring } from "@deploy-lens/bench/frame/measure";
import { runCommand } from "@deploy-lens/command";
import { recordResults } from "../../scripts/results.ts";
import { tryBreaks } from "./broken/try-breaks.ts";
import { PROVE } from "./command.ts";

await runCommand("prove", () => {
  const args = process.argv.slice(2);
  const others = args.filter((one) => one !== "--broken");
  return others.length === args.length ? measure(PROVE, args) : breakProduct(others);
});

async function breakProduct(args: readonly string[]): Promise<boolean> {
  const options = parseMeasuring(PROVE, args);
  if (typeof options === "string") return measure(PROVE, args);
  const { tried, unseen } = await tryBreaks(options.suites.map(({ name }) => name));
  const passed = tried - unseen.length;
  process.stdout.write(`\n${passed} of ${tried} defects seen\n`);
  recordResults({ passed, failures: unseen.map(({ proof, defect }) => `${proof} does not see: ${defect}`) });
  return unseen.length === 0;
}
