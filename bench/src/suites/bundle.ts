import { filesReadAtStart } from "@deploy-lens/bff/bundling";
import { BFF_BUNDLE_BUDGET } from "@deploy-lens/bff/constants";
import { atMost, bytes, type Figure, plain } from "@deploy-lens/core/testing/figure";
import { bundle } from "../measure/bundle.ts";
import { buildOptionsOf, CONTESTANTS, PEERS } from "../peers/contestants.ts";

/** Bytes that a cold start of the events routes reads, beside the peers'. */
export async function run(): Promise<readonly Figure[]> {
  const ours = await bundle(CONTESTANTS.ours.entry, buildOptionsOf("ours"), filesReadAtStart);
  const entry = await bundle(CONTESTANTS.ours.entry, buildOptionsOf("ours"));
  const peers = await Promise.all(
    PEERS.map(async (name) => ({
      title: CONTESTANTS[name].title,
      ...(await bundle(CONTESTANTS[name].entry, buildOptionsOf(name))),
    })),
  );
  const beside = (of: (one: { minifiedBytes: number; gzippedBytes: number }) => number) =>
    peers.map((peer) => `${peer.title} ${bytes(of(peer))}`).join(", ");
  const smallest = Math.min(...peers.map(({ minifiedBytes }) => minifiedBytes));
  const { start } = BFF_BUNDLE_BUDGET;
  return [
    atMost(
      "read by the first request, minified: what Node.js reads",
      ours.minifiedBytes,
      start.minified,
      bytes,
      beside(({ minifiedBytes }) => minifiedBytes),
    ),
    atMost(
      "… with gzip, as it is uploaded",
      ours.gzippedBytes,
      start.gzipped,
      bytes,
      beside(({ gzippedBytes }) => gzippedBytes),
    ),
    plain(
      "… of that without archive and token verification",
      bytes(entry.minifiedBytes),
      `gzip ${bytes(entry.gzippedBytes)}`,
    ),
    plain(
      "of the smallest peer, which has two routes and no archive",
      `${((100 * ours.minifiedBytes) / smallest).toFixed(0)} %`,
    ),
  ];
}
