import { Agent, type RequestOptions, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { atMost, type Figure, inUnit, plain, times } from "@deploy-lens/core/testing/figure";
import { SERVERS, type Served, type ServerName, startProxyServers } from "../measure/proxy-servers.ts";
import { interleave, ratioOf, spreadOf, variantsOf, withSpread } from "../measure/samples.ts";

const CONCURRENT = 50;
const REQUESTS = 400;
const ROUNDS = 12;
const LATENCY_MS = 100;

const FLOOR =
  "Client, upstream and whatever stands between them share the machine's processors, so what is added is mostly a request's own processor time, and waiting for that of the others: see the row on processor time.";

const FLOOR_OF_PROCESSOR =
  "A proxy reads neither side's bytes. Ours costs as much as http-proxy-3 where it only receives, sends and answers. On top of that a third is the client of ModelArts (deadlines of call and attempt, queue, breaker, credentials, retries); the rest is the token, path and query, the shared read and the cache, parsing, checking, hashing and writing the answer, and two log lines with their metrics. Between requests other processes use the processor's caches, which long code feels more than short.";

/** The time that our app adds to an upstream's own, on real sockets, when every request has to go there. */
export async function run(): Promise<readonly Figure[]> {
  using servers = await startProxyServers(LATENCY_MS);
  const agents = new Map(SERVERS.map((name) => [name, agent()]));
  const latencies = new Map<ServerName, (readonly number[])[]>(SERVERS.map((name) => [name, []]));
  const load = async (name: ServerName) => {
    const before = await servers.cpuMicros(name);
    const all = await loadOf(servers.served[name], agents.get(name) ?? agent());
    latencies.get(name)?.push(all);
    return ((await servers.cpuMicros(name)) - before) / REQUESTS;
  };
  const variants = variantsOf(SERVERS, load);
  await interleave(variants, 2);
  for (const list of latencies.values()) list.length = 0;
  const micros = await interleave(variants, ROUNDS);
  for (const one of agents.values()) one.destroy();

  const at = (name: ServerName, q: number) => (latencies.get(name) ?? []).map((all) => quantile(all, q));
  const added = (name: ServerName, q: number) => {
    const direct = at("upstream", q);
    return at(name, q).map((ms, round) => ms - (direct[round] ?? Number.NaN));
  };
  const figures = (q: number, most: number, mostOfPeer: number): readonly Figure[] => {
    const ours = added("ours", q);
    const ratio = ratioOf(ours, added("httpProxy", q));
    const text = (name: ServerName) => withSpread(spreadOf(added(name, q)), inUnit("ms"));
    return [
      {
        ...atMost(`added at p${100 * q}`, spreadOf(ours).median, most, inUnit("ms")),
        measured: text("ours"),
        floor: FLOOR,
        beside: `http-proxy-3 ${text("httpProxy")}, node:http ${text("nodeProxy")}`,
      },
      {
        ...atMost("… of http-proxy-3's", ratio.median, mostOfPeer, times),
        measured: withSpread(ratio, times),
        floor: FLOOR,
      },
    ];
  };
  const cpu = ratioOf(micros.ours, micros.httpProxy);
  return [
    ...figures(0.5, 5, 1.5),
    ...figures(0.99, 15, 2),
    {
      ...atMost("processor time of a request that goes upstream, of http-proxy-3's", cpu.median, 1.5, times),
      measured: withSpread(cpu, times),
      floor: FLOOR_OF_PROCESSOR,
      beside: `ours ${withSpread(spreadOf(micros.ours), inUnit("µs"))}, http-proxy-3 ${withSpread(spreadOf(micros.httpProxy), inUnit("µs"))}, node:http ${withSpread(spreadOf(micros.nodeProxy), inUnit("µs"))}`,
    },
    plain("direct call at p50", withSpread(spreadOf(at("upstream", 0.5)), inUnit("ms"))),
  ];
}

function agent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: CONCURRENT });
}

/** Sends requests, so many at once; gives the time of each, ms. No two are for the same service: nothing is cached. */
async function loadOf({ address, headers }: Served, using: Agent): Promise<readonly number[]> {
  const latenciesMs: number[] = [];
  let sent = 0;
  const worker = async (index: number) => {
    // Callers who all began at once would stay together, each waiting for the others, for as long as the upstream takes the same.
    await sleep((index * LATENCY_MS) / CONCURRENT);
    while (sent < REQUESTS) {
      sent++;
      latenciesMs.push(
        await timeOf(`${address}/v1/demo/services/${crypto.randomUUID()}/events`, { agent: using, headers }),
      );
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, (_, index) => worker(index)));
  return latenciesMs;
}

function timeOf(url: string, options: RequestOptions): Promise<number> {
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    request(url, options, (response) => {
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
