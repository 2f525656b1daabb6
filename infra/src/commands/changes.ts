// `npm run changes -- BEFORE AFTER`: describes the changes from one `cdk.out` to another, in Markdown.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { runCommand, splitArguments, UsageError } from "@deploy-lens/command";
import { describeChanges } from "../changes/describe-changes.ts";
import { readSynthOutput } from "../changes/synth-output.ts";

const HELP = `npm run changes -- BEFORE AFTER

Compares two folders that npm run synth has written (infra/cdk.out), and prints in Markdown which resources change,
which would be replaced or deleted, and how much larger the functions became.
`;

await runCommand("changes", async () => {
  const options = { help: { type: "boolean", short: "h" } } as const;
  const { values, positionals } = splitArguments(process.argv.slice(2), options);
  if (values.help) return void process.stdout.write(HELP);
  const [before, after, ...more] = positionals;
  if (before === undefined || after === undefined || more.length > 0) {
    throw new UsageError("name two folders: before and after; see --help");
  }
  for (const folder of [before, after]) {
    if (!existsSync(join(folder, "manifest.json"))) {
      throw new UsageError(`${folder} holds no templates: npm run synth writes them`);
    }
  }
  process.stdout.write(await describeChanges(readSynthOutput(before), readSynthOutput(after)));
});
