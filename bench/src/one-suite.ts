import type { Figure } from "./figure.ts";
import { SUITES } from "./suites.ts";

/** What the process tells the one that started it. */
export type Message = { readonly figures: readonly Figure[] } | { readonly reason: string };

const name = process.argv[2];
const suite = SUITES.find((one) => one.name === name);

try {
  if (suite === undefined) throw new Error(`there is no suite "${name}"`);
  const { run } = await suite.load();
  tell({ figures: await run() });
} catch (error) {
  tell({ reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
process.disconnect?.();

function tell(message: Message): void {
  process.send?.(message);
}
