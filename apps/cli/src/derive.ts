import { presentDeployment } from "@deploy-lens/api/deployments/present-deployment";
import { splitArguments, UsageError } from "@deploy-lens/command";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  type CommonArguments,
  commonArguments,
  type Surroundings,
} from "./command-line.ts";
import { drawFeed } from "./draw-feed.ts";
import { paletteFor } from "./palette.ts";
import { runApiCommand } from "./run-command.ts";
import { readSavedFeeds } from "./saved-feed.ts";

const HELP = `Derives deployments from a saved events answer and draws where the time went.

  npm run derive -- FILE [options]     FILE: the answer of GET /v1/{project_id}/services/{service_id}/events,
                                       or an array of such answers (pages); - reads standard input

  --json             print {"deployments": […]} as the API answers them, and nothing else
${COMMON_HELP}`;

await runApiCommand("derive", async () => {
  const { file, ...options } = deriveArguments(process.argv.slice(2), {
    env: process.env,
    terminal: process.stdout,
  });
  if (file === null) {
    process.stdout.write(HELP);
    return;
  }
  const asOfMs = Date.now();
  const feeds = await readSavedFeeds(file);
  const derived = feeds.map((feed) => ({ feed, derivation: deriveDeployments(feed) }));
  if (options.json) {
    const deployments = derived
      .flatMap(({ derivation }) => derivation.deployments)
      .map(({ deployment }) => deploymentAsOf(deployment, asOfMs))
      .map((deployment) => presentDeployment(deployment, { asOfMs, language: options.language }));
    process.stdout.write(`${JSON.stringify({ deployments }, null, 2)}\n`);
    return;
  }
  const palette = paletteFor(process.stdout);
  for (const { feed, derivation } of derived) {
    process.stdout.write(`${drawFeed(feed, derivation, asOfMs, { ...options, palette }).join("\n")}\n`);
  }
});

interface DeriveArguments extends CommonArguments {
  readonly file: string | null;
}

function deriveArguments(argv: readonly string[], surroundings: Surroundings): DeriveArguments {
  const { values, positionals } = splitArguments(argv, COMMON_OPTIONS);
  const [file, ...more] = positionals;
  if (values.help) return { ...commonArguments(values, surroundings), file: null };
  if (file === undefined || more.length > 0) {
    throw new UsageError("name one FILE, or - for standard input; see --help");
  }
  return { ...commonArguments(values, surroundings), file };
}
