import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };
import { buildOptionsOf, CONTESTANTS, type ContestantName, contestantNames } from "../peers/contestants.ts";
import { bundle, writeBundle } from "./bundle.ts";
import { eventsRequest } from "./gateway-event.ts";
import { startSurroundings } from "./surroundings.ts";

/** Requests of the events route that functions are measured with. */
export const REQUESTS = {
  /** `GET …/events`: the newest hundred. The feed has nine, so ours reads the archive for older ones; peers have none. */
  byDefault: "",
  /** The last eight of the nine: what the feed has is all. */
  eightEvents: `from=${(sample.events[0]?.occur_time ?? 0) + 1}&order=asc&limit=1000`,
} as const;

/** Bundled functions that can be started, with all that they need around them. */
export interface Functions extends AsyncDisposable {
  /** The file of each, to import. */
  readonly files: Readonly<Record<ContestantName, string>>;
  /** Files with {@link REQUESTS}, and one for a page of a thousand events but the first. */
  readonly events: Readonly<Record<keyof typeof REQUESTS | "page", string>>;
  readonly environment: Readonly<Record<string, string>>;
}

/** Bundles every contestant, and starts an upstream, a table and a secret for them. */
export async function prepareFunctions(): Promise<Functions> {
  const folder = await mkdtemp(join(tmpdir(), "deploy-lens-bench-"));
  const files = await Promise.all(
    contestantNames().map(async (name) => {
      const made = await bundle(CONTESTANTS[name].entry, buildOptionsOf(name));
      return [name, await writeBundle(made, join(folder, name))] as const;
    }),
  );
  const { fullPage, token, environment, close } = await startSurroundings();
  const write = async (name: string, serviceId: string, query: string) => {
    const file = join(folder, `${name}.json`);
    await writeFile(file, JSON.stringify(eventsRequest(serviceId, query, token)));
    return file;
  };
  const fromMs = (fullPage.events[0]?.occurredAtMs ?? 0) + 1;
  return {
    files: byName(files),
    events: {
      byDefault: await write("default", sample.service_id, REQUESTS.byDefault),
      eightEvents: await write("eight", sample.service_id, REQUESTS.eightEvents),
      page: await write("page", fullPage.serviceId, `from=${fromMs}&order=asc&limit=1000`),
    },
    environment,
    async [Symbol.asyncDispose]() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Guarantee: an entry for each contestant. */
function byName(entries: readonly (readonly [ContestantName, string])[]): Record<ContestantName, string> {
  return Object.fromEntries(entries) as Record<ContestantName, string>;
}
