import { PassThrough } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { formatDifferences, fullDiff, ResourceImpact, type TemplateDiff } from "@aws-cdk/cloudformation-diff";

/** A resource that is replaced or removed. */
export interface Loss {
  readonly logicalId: string;
  readonly type: string;
  readonly impact: string;
}

/** The change of some stacks, which is the same for all of them. */
export interface TemplateChange {
  readonly stacks: readonly string[];
  /** The output of `cdk diff`, with its marks at the line's start so that GitHub colours them. */
  readonly text: string;
  readonly losses: readonly Loss[];
}

type Templates = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

const LOSSES: Partial<Record<ResourceImpact, string>> = {
  [ResourceImpact.WILL_REPLACE]: "replaced",
  [ResourceImpact.MAY_REPLACE]: "perhaps replaced",
  [ResourceImpact.WILL_DESTROY]: "deleted",
  [ResourceImpact.WILL_ORPHAN]: "kept, but no longer managed",
};

/** The stacks whose templates differ, grouped by equal differences. */
export async function templateChanges(before: Templates, after: Templates): Promise<TemplateChange[]> {
  const changes = new Map<string, TemplateChange>();
  for (const stack of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const difference = fullDiff({ ...before.get(stack) }, { ...after.get(stack) });
    if (difference.isEmpty) continue;
    const text = await textOfDifference(difference);
    const same = changes.get(text);
    changes.set(text, {
      stacks: [...(same?.stacks ?? []), stack],
      text,
      losses: lossesOf(difference),
    });
  }
  return [...changes.values()];
}

function lossesOf({ resources }: TemplateDiff): Loss[] {
  const losses: Loss[] = [];
  resources.forEachDifference((logicalId, { changeImpact, resourceType }) => {
    const impact = LOSSES[changeImpact];
    if (impact !== undefined) losses.push({ logicalId, type: resourceType ?? "unknown", impact });
  });
  return losses;
}

async function textOfDifference(difference: TemplateDiff): Promise<string> {
  const stream = new PassThrough();
  formatDifferences(stream, difference);
  stream.end();
  const text = stripVTControlCharacters(await textOf(stream));
  return text
    .replaceAll(/^\[([+~-])\]/gm, (_, mark: string) => (mark === "~" ? "!" : mark))
    .replaceAll(/[^\S\n]+$/gm, "")
    .trim();
}
