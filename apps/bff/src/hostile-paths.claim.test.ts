import { claim } from "@deploy-lens/core/testing/claim";
import { atLeast, never } from "@deploy-lens/core/testing/figure";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import type { Simulator } from "@deploy-lens/simulator/simulator";
import { createLambdaHandler } from "./lambda/lambda-adapter.ts";
import { askRaw, REMAINING } from "./testing/ask.ts";
import { hostilePayloads } from "./testing/hostile-payloads.ts";
import { serveApp } from "./testing/listen-on.ts";
import { startApp } from "./testing/running-app.ts";
import { gatewayEvent } from "./testing/ways.ts";

const SERVICE = `/api/v1/projects/demo/services/${SAMPLE_SERVICE_ID}`;

/** Places of a payload in a request. */
const PLACES: readonly ((payload: string) => string)[] = [
  (payload) => `/api/v1/projects/${payload}/services`,
  (payload) => `/api/v1/projects/demo/services/${payload}/events`,
  (payload) => `${SERVICE}/deployments/${payload}`,
  (payload) => `/v1/${payload}/services/${SAMPLE_SERVICE_ID}/events`,
  (payload) => `/v1/demo/services/${payload}/events`,
  (payload) => `${SERVICE}/events?cursor=${payload}`,
  (payload) => `${SERVICE}/events?model=${payload}`,
  (payload) => `/v1/demo/services/${SAMPLE_SERVICE_ID}/events?event_info=${payload}`,
  (payload) => `/v1/demo/services/${SAMPLE_SERVICE_ID}/events?order=${payload}`,
];

const ENCODINGS: readonly (readonly [name: string, encode: (text: string) => string])[] = [
  ["as it is", (text) => text],
  ["encoded", (text) => encodeURIComponent(text.toWellFormed())],
  ["encoded twice", (text) => encodeURIComponent(encodeURIComponent(text.toWellFormed()))],
];

// Payloads × places × encodings, over a raw socket, through a gateway's event and through a function URL's.
claim(
  "No payload in an id or a parameter changes what the upstream is asked, however it is encoded",
  async ({ size }) => {
    const { simulator, app, close } = await startApp({
      anyToken: true,
      simulator: { scenario: { services: 0, live: false }, requestLogCapacity: 1_000_000 },
    });
    const handler = createLambdaHandler(app);
    const server = await serveApp(app);
    const ways: readonly (readonly [string, (target: string) => Promise<Reply>])[] = [
      ["socket", (target) => askRaw(server.url, target)],
      ["gateway", (target) => askFunction(handler, target, true)],
      ["function URL", (target) => askFunction(handler, target, false)],
    ];

    const all = hostilePayloads(SAMPLE_SERVICE_ID);
    const payloads = size === "quick" ? all.filter((_, index) => index % 10 === 0) : all;
    const failed: string[] = [];
    let requests = 0;
    for (const { encoding, target } of everyTarget(payloads)) {
      for (const [way, ask] of ways) {
        requests += 1;
        const { status, text } = await ask(target);
        const isTold = status === null ? way === "socket" : status < 500;
        if (!isTold)
          failed.push(`${way}, ${encoding}: ${status} for ${printable(target)}: ${text.slice(-200)}`);
      }
    }
    const strayed = strayRequests(simulator);
    await server.close();
    await close();
    return [
      atLeast(
        "payloads, each in three encodings, nine places and three ways",
        payloads.length,
        size === "quick" ? 50 : 500,
      ),
      never("requests that reach the upstream as anything but an own, well-formed one", strayed, requests),
      never("requests answered with a 5xx, or by a gateway not at all", failed, requests),
    ];
  },
);

function* everyTarget(payloads: readonly string[]) {
  for (const payload of payloads) {
    for (const [encoding, encode] of ENCODINGS) {
      for (const place of PLACES) yield { encoding, target: place(encode(payload)) };
    }
  }
}

interface Reply {
  readonly status: number | null;
  readonly text: string;
}

async function askFunction(
  handler: ReturnType<typeof createLambdaHandler>,
  target: string,
  isDecoded: boolean,
): Promise<Reply> {
  const { statusCode, body } = await handler(gatewayEvent(target, {}, isDecoded), REMAINING);
  return { status: statusCode, text: body };
}

/** Requests to the upstream other than to documented routes, with well-formed ids and documented parameters once each. */
function strayRequests(simulator: Simulator): readonly string[] {
  const id = "[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?";
  const own = new RegExp(`^(?:/v3/auth/tokens|/v1/${id}/services(?:/${id}(?:/events|/logs)?)?)$`);
  const known = new Set(
    "event_type event_info start_time end_time offset limit sort_by order nocatalog update_time".split(" "),
  );
  return simulator.requests.list().flatMap(({ method, path, query, headers }) => {
    const names = [...new URLSearchParams(query).keys()];
    const isOwn =
      own.test(path) &&
      names.every((name) => known.has(name)) &&
      new Set(names).size === names.length &&
      headers.host?.startsWith("127.0.0.1:");
    return isOwn ? [] : [`${method} ${path}?${query}`];
  });
}

function printable(text: string): string {
  return JSON.stringify(text.length > 160 ? `${text.slice(0, 160)}…` : text);
}
