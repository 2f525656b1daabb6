import { describeSizes } from "./describe-sizes.ts";
import type { SynthOutput } from "./synth-output.ts";
import { type TemplateChange, templateChanges } from "./template-changes.ts";

/** GitHub accepts 65,536 characters in a comment; the script that posts it adds a few. */
const MOST_CHARACTERS = 60_000;

/**
 * Describes in Markdown the changes from one synthesis to another: losses first, then sizes, then each stack.
 *
 * @param mostCharacters Differences that do not fit are omitted, with a note.
 */
export async function describeChanges(
  before: SynthOutput,
  after: SynthOutput,
  mostCharacters: number = MOST_CHARACTERS,
): Promise<string> {
  const changes = await templateChanges(before.templates, after.templates);
  const head = [
    "### What this changes in AWS",
    summary(changes),
    ...losses(changes),
    describeSizes(before.bundles, after.bundles),
  ].join("\n\n");
  return `${withinLimit(head, changes.map(describeStack), mostCharacters)}\n`;
}

function summary(changes: readonly TemplateChange[]): string {
  if (changes.length === 0) return "No template changes.";
  return `Templates that change: ${changes.flatMap(({ stacks }) => stacks.map((stack) => `\`${stack}\``)).join(", ")}.`;
}

function losses(changes: readonly TemplateChange[]): string[] {
  const lines = changes.flatMap(({ stacks, losses: lost }) =>
    lost.map(
      ({ logicalId, type, impact }) => `* **${impact}**: \`${logicalId}\` (${type}) in ${stacks.join(", ")}`,
    ),
  );
  return lines.length === 0 ? [] : [["Look twice:", "", ...lines].join("\n")];
}

function describeStack({ stacks, text }: TemplateChange): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `<details><summary>${stacks.join(", ")}</summary>\n\n${fence}diff\n${text}\n${fence}\n\n</details>`;
}

function withinLimit(head: string, details: readonly string[], most: number): string {
  const room = most - 100;
  let text = head;
  let left = 0;
  for (const detail of details) {
    if (text.length + 2 + detail.length > room) left += 1;
    else text += `\n\n${detail}`;
  }
  return left === 0 ? text : `${text}\n\n${left} more did not fit here: \`npm run diff -- ENV\` shows them.`;
}
