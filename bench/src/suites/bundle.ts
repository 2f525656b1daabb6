import { EVENTS_BUNDLE } from "../budgets.ts";
import { atMost, bytes, type Figure } from "../figure.ts";
import { bundle } from "../measure/bundle.ts";
import { buildOptionsOf, CONTESTANTS, PEERS } from "../peers/contestants.ts";

/** Bytes that a cold start of the events routes reads, beside the peers'. */
export async function run(): Promise<readonly Figure[]> {
  const ours = await bundle(CONTESTANTS.ours.entry, buildOptionsOf("ours"));
  const peers = await Promise.all(
    PEERS.map(async (name) => ({
      title: CONTESTANTS[name].title,
      ...(await bundle(CONTESTANTS[name].entry, buildOptionsOf(name))),
    })),
  );
  const beside = (of: (one: { minifiedBytes: number; gzippedBytes: number }) => number) =>
    peers.map((peer) => `${peer.title} ${bytes(of(peer))}`).join(", ");
  const smallest = Math.min(...peers.map(({ minifiedBytes }) => minifiedBytes));
  return [
    atMost(
      "events function, minified",
      ours.minifiedBytes,
      EVENTS_BUNDLE.minifiedBytes,
      bytes,
      beside(({ minifiedBytes }) => minifiedBytes),
    ),
    atMost(
      "events function, gzip",
      ours.gzippedBytes,
      EVENTS_BUNDLE.gzippedBytes,
      bytes,
      beside(({ gzippedBytes }) => gzippedBytes),
    ),
    atMost(
      "… of the smallest peer",
      ours.minifiedBytes / smallest,
      1,
      (share) => `${(100 * share).toFixed(0)} %`,
    ),
  ];
}
