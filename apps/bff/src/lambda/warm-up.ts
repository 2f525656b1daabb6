import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { createApp } from "../app.ts";
import type { LazyArchive } from "../archive/archive.ts";
import type { Upstream } from "../upstream/upstream.ts";

const ANSWER = {
  service_id: "warm-up",
  service_name: "warm-up",
  count: 1,
  total_count: 1,
  events: [
    { occur_time: 1_700_000_000_000, event_type: "normal", event_info: "building image for model [a 1.0.0]" },
  ],
};

const BODY = new TextEncoder().encode(JSON.stringify(ANSWER));

/** Ms. A table that does not answer delays the start by no more than this. */
const TIMEOUT_MS = 1_500;

/**
 * Answers one made-up events request, including a read of the table, which opens the connection that the first
 * request will use. If the table cannot be read, the first request reports that. Node.js compiles code on first use,
 * which is better done during INIT than with a caller waiting.
 */
export async function warmUp(archive: LazyArchive): Promise<void> {
  const app = createApp({
    upstream: answering(),
    archive,
    auth: { mode: "off", projects: ["p"] },
    now: Date.now,
    log: () => undefined,
    settings: { requestTimeoutMs: TIMEOUT_MS },
  });
  for (const path of ["/v1/p/services/s/events", "/api/v1/projects/p/services/s/events"]) {
    const answer = await app.request(path);
    if (answer.status !== 200) throw new Error(`warming up: ${path} answered ${answer.status}`);
    await answer.text();
  }
}

/** The real ModelArts client with a canned connection. */
function answering(): Upstream {
  return createModelArtsClient({
    endpoint: "https://warm-up.invalid",
    credentials: parseCredentials({ accessKey: "warm-up", secretKey: "warm-up" }),
    now: Date.now,
    random: Math.random,
    send: async () => ({
      status: 200,
      headers: { get: (name) => (name === "content-type" ? "application/json" : null) },
      body: BODY,
    }),
  });
}
