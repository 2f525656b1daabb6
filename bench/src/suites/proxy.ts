import { Agent, request } from "node:http";
import { atMost, type Figure, inUnit, plain } from "../figure.ts";
import { startProxyServers } from "../measure/proxy-servers.ts";
import { interleave, spreadOf, withSpread } from "../measure/samples.ts";

const CONCURRENT = 50;
const REQUESTS = 400;
const ROUNDS = 12;
const LATENCY_MS = 100;

const FLOOR =
  "Client, upstream and whatever stands between them share the machine's processors, and fifty requests come at the same moment after the same latency: the last one waits for all others. The pass-through beside it looks at nothing and pays that, too; what is ours to answer for is the difference, and the processor time of a request.";

/** What our app adds to an upstream's own time, on real sockets, when every request has to go there. */
export async function run(): Promise<readonly Figure[]> {
  using servers = await startProxyServers(LATENCY_MS);
  const targets = { direct: servers.direct, ours: servers.ours, passThrough: servers.passThrough };
  const agents = new Map(Object.values(targets).map((url) => [url, agent()]));
  const latencies: Record<keyof typeof targets, (readonly number[])[]> = {
    direct: [],
    ours: [],
    passThrough: [],
  };
  const load = (name: keyof typeof targets) => async () => {
    const url = targets[name];
    const all = await loadOf(url, agents.get(url) ?? agent());
    latencies[name].push(all);
    return quantile(all, 0.5);
  };
  const variants = { direct: load("direct"), ours: load("ours"), passThrough: load("passThrough") };
  await interleave(variants, 2);
  for (const list of Object.values(latencies)) list.length = 0;
  await interleave(variants, ROUNDS);
  for (const one of agents.values()) one.destroy();

  const added = (name: "ours" | "passThrough", q: number) =>
    spreadOf(
      latencies[name].map((all, round) => quantile(all, q) - quantile(latencies.direct[round] ?? [], q)),
    );
  const figure = (q: number, most: number): Figure => ({
    ...atMost(`added at p${100 * q}`, added("ours", q).median, most, inUnit("ms")),
    measured: withSpread(added("ours", q), inUnit("ms")),
    floor: FLOOR,
    beside: `pass-through (http-proxy-3) ${withSpread(added("passThrough", q), inUnit("ms"))}`,
  });
  const direct = spreadOf(latencies.direct.map((all) => quantile(all, 0.5)));
  return [figure(0.5, 5), figure(0.99, 15), plain("direct call at p50", withSpread(direct, inUnit("ms")))];
}

function agent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: CONCURRENT });
}

/** Sends requests, so many at once; gives the time of each, ms. No two are for the same service: nothing is cached. */
async function loadOf(url: string, using: Agent): Promise<readonly number[]> {
  const latenciesMs: number[] = [];
  let sent = 0;
  const worker = async () => {
    while (sent < REQUESTS) {
      sent++;
      latenciesMs.push(await timeOf(`${url}/v1/demo/services/${crypto.randomUUID()}/events`, using));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, worker));
  return latenciesMs;
}

function timeOf(url: string, using: Agent): Promise<number> {
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    request(url, { agent: using }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume();
      response.on("end", () => resolve(performance.now() - startedAtMs));
    })
      .on("error", reject)
      .end();
  });
}

function quantile(samples: readonly number[], q: number): number {
  return samples.toSorted((a, b) => a - b)[Math.ceil(q * samples.length) - 1] ?? Number.NaN;
}
