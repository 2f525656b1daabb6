import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };
import { buildOptionsOf, CONTESTANTS, type ContestantName } from "../peers/contestants.ts";
import { bundle, writeBundle } from "./bundle.ts";
import { eventsRequest } from "./gateway-event.ts";
import { startSurroundings } from "./surroundings.ts";

/** Bundled functions that can be started, with all that they need around them. */
export interface Functions extends AsyncDisposable {
  /** The file of each, to import. */
  readonly files: Readonly<Record<ContestantName, string>>;
  /** A file with a request for the documented sample's events. */
  readonly eventFile: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Bundles every contestant, and starts an upstream for them. */
export async function prepareFunctions(): Promise<Functions> {
  const folder = await mkdtemp(join(tmpdir(), "deploy-lens-bench-"));
  const write = async (name: ContestantName) => {
    return writeBundle(await bundle(CONTESTANTS[name].entry, buildOptionsOf(name)), join(folder, name));
  };
  const files = {
    ours: await write("ours"),
    bare: await write("bare"),
    express: await write("express"),
    fastify: await write("fastify"),
    zodOpenapi: await write("zodOpenapi"),
  };
  const eventFile = join(folder, "event.json");
  // From past the first event on: what stands before the upstream's oldest is the archive's, which peers have not.
  const fromMs = (sample.events[0]?.occur_time ?? 0) + 1;
  await writeFile(eventFile, JSON.stringify(eventsRequest(sample.service_id, fromMs)));
  const { environment, close } = await startSurroundings();
  return {
    files,
    eventFile,
    environment,
    async [Symbol.asyncDispose]() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
