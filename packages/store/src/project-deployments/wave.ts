import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import type { ReadContext } from "../day/context.ts";
import { DEPLOYMENTS_ATTRIBUTES, decodeDeployments } from "../day/part.ts";
import type { StoredRollup } from "../statistics/rollups.ts";

/** Items of one request. */
export const REQUEST = 100;
/** Items read at once: eight requests. */
export const WAVE = 8 * REQUEST;

/** Reads up to {@link WAVE} items at once, and of the deployments in them what `pick` returns, in any order. */
export async function readWave<Picked>(
  { table }: ReadContext,
  keys: StoredRollup["keys"],
  pick: (deployments: readonly Deployment[]) => readonly Picked[],
): Promise<readonly Picked[]> {
  const requests: Promise<readonly Picked[]>[] = [];
  for (let at = 0; at < keys.length; at += REQUEST) {
    const items = table.getAll(keys.slice(at, at + REQUEST), DEPLOYMENTS_ATTRIBUTES);
    // Decoded as each answer comes, so that no turn of the event loop decodes all of them.
    requests.push(
      items.then((answer) => pick(answer.flatMap(decodeDeployments).map(({ deployment }) => deployment))),
    );
  }
  return (await Promise.all(requests)).flat();
}
