import { presentDeployment } from "@deploy-lens/api/present-deployment";
import { deploymentAsOf } from "@deploy-lens/core/as-of";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { readArguments } from "./derive-arguments.ts";
import { drawFeed } from "./draw-feed.ts";
import { paletteFor } from "./palette.ts";
import { readSavedFeeds } from "./saved-feed.ts";
import { UsageError } from "./usage-error.ts";

const HELP = `Derives deployments from a saved events answer and draws where the time went.

  npm run derive -- FILE [options]     FILE: the answer of GET /v1/{project_id}/services/{service_id}/events,
                                       or an array of such answers (pages); - reads standard input

  --json             print {"deployments": […]} as the API answers them, and nothing else
  --language en|zh   language of labels and advice; the default follows LANG
  --time-zone ZONE   such as UTC or Asia/Shanghai; the default is this machine's
  --width COLUMNS    of the drawing; the default is the terminal's
  --help             this text
`;

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`derive: ${error.message}\n`);
  process.exitCode = 2;
}

async function main(argv: readonly string[]): Promise<void> {
  const options = readArguments(argv, process.env, process.stdout);
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const asOfMs = Date.now();
  const feeds = await readSavedFeeds(options.file);
  const derived = feeds.map((feed) => ({ feed, derivation: deriveDeployments(feed) }));
  if (options.json) {
    const deployments = derived.flatMap(({ derivation }) =>
      derivation.deployments.map(({ deployment }) =>
        presentDeployment(deploymentAsOf(deployment, asOfMs), { asOfMs, language: options.language }),
      ),
    );
    process.stdout.write(`${JSON.stringify({ deployments }, null, 2)}\n`);
    return;
  }
  const palette = paletteFor(process.stdout);
  for (const { feed, derivation } of derived) {
    process.stdout.write(`${drawFeed(feed, derivation, asOfMs, { ...options, palette }).join("\n")}\n`);
  }
}
