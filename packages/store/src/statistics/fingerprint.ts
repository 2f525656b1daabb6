import { createHash } from "node:crypto";
import type { Item } from "../table/attributes.ts";
import type { TableReader } from "../table/client.ts";

/** A reader that remembers what it has read. */
export interface FingerprintedReader extends TableReader {
  /** Identifies all items read by ranges and lists of keys so far, whatever the order of the requests. */
  readonly fingerprint: () => string;
}

/**
 * Watches what a computation reads: equal fingerprints mean equal items, and so an equal result. Single items are left out,
 * since statistics read one only to choose the way.
 */
export function fingerprinted(table: TableReader): FingerprintedReader {
  const digests: string[] = [];
  return {
    get: table.get,
    async *query(range) {
      for await (const items of table.query(range)) {
        digests.push(digestOf(items));
        yield items;
      }
    },
    async getAll(...request) {
      const items = await table.getAll(...request);
      // They come in any order.
      digests.push(...items.map((item) => digestOf([item])));
      return items;
    },
    fingerprint: () => createHash("sha256").update(digests.sort().join()).digest("base64url"),
  };
}

function digestOf(items: readonly Item[]): string {
  const hash = createHash("sha256");
  for (const item of items) {
    for (const name of Object.keys(item).sort()) {
      const { S, N, B } = item[name] ?? {};
      const value = B ?? S ?? N ?? "";
      hash.update(`${name} ${value.length} `).update(value);
    }
  }
  return hash.digest("base64url");
}
