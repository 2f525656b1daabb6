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
  /** A file with a request for a thousand events. */
  readonly pageEventFile: string;
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
    fetch: await write("fetch"),
    express: await write("express"),
    fastify: await write("fastify"),
    zodOpenapi: await write("zodOpenapi"),
  };
  const { fullPage, environment, close } = await startSurroundings();
  // From past the first event on: what stands before the upstream's oldest is the archive's, which peers have not.
  const writeRequest = async (name: string, serviceId: string, oldestMs = 0) => {
    const file = join(folder, name);
    await writeFile(file, JSON.stringify(eventsRequest(serviceId, oldestMs + 1)));
    return file;
  };
  const eventFile = await writeRequest("sample.json", sample.service_id, sample.events[0]?.occur_time);
  const { serviceId, events } = fullPage;
  const pageEventFile = await writeRequest("page.json", serviceId, events[0]?.occurredAtMs);
  return {
    files,
    eventFile,
    pageEventFile,
    environment,
    async [Symbol.asyncDispose]() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
