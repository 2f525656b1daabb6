import { createApp } from "../app.ts";
import type { Upstream } from "../upstream/upstream.ts";

const ANSWER = {
  service_id: "warm-up",
  service_name: "warm-up",
  count: 1,
  total_count: 1,
  events: [{ occur_time: 1, event_type: "normal", event_info: "building image for model [a 1.0.0]" }],
};

const UPSTREAM: Upstream = {
  listEvents: async () => ({ answer: ANSWER, requestId: null, dateMs: null }),
  getService: notAsked,
  listUpdateLogs: notAsked,
  readEvents: notAsked,
  readServices: notAsked,
  isUpstreamHealthy: () => true,
};

/**
 * Answers events once, of a service that is made up.
 *
 * Node.js compiles what runs at first use. While a function starts it has two processors; with its first request it has the
 * share of one that its memory buys, and a caller waiting.
 */
export async function warmUp(): Promise<void> {
  const app = createApp({
    upstream: UPSTREAM,
    auth: { mode: "off", projects: [] },
    now: Date.now,
    log: () => undefined,
  });
  for (const path of ["/v1/p/services/s/events", "/api/v1/projects/p/services/s/events?limit=1&order=asc"]) {
    const answer = await app.request(path);
    if (answer.status !== 200) throw new Error(`warming up: ${path} answered ${answer.status}`);
    await answer.text();
  }
}

function notAsked(): never {
  throw new Error("warming up asks for events alone");
}
