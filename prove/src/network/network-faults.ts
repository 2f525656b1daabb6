import { setTimeout as sleep } from "node:timers/promises";
import { setDefaultCACertificates } from "node:tls";
import { watchStalls } from "@deploy-lens/bff/testing/stalls";
import { atMost, type Figure, never, type Run } from "@deploy-lens/core/testing/figure";
import { DEMO_AUTH } from "@deploy-lens/simulator/auth/credentials";
import { createSimulator } from "@deploy-lens/simulator/simulator";
import {
  APP_ROUTES,
  type Ask,
  type Asked,
  askApp,
  askClient,
  CLIENT_READS,
  DEADLINE_MS,
} from "./ask-client.ts";
import { everyMishap, expectedEndings, type Mishap } from "./fault.ts";
import { type Certificate, createCertificate, type FaultProxy, startFaultProxy } from "./fault-proxy.ts";

/** Tolerance beyond a deadline. */
const SLACK_MS = 50;

const SIDE_BY_SIDE = 4;

/** A read with one fault. */
interface Case {
  readonly mishap: Mishap;
  readonly withTls: boolean;
  readonly what: string;
  readonly askBehind: (proxy: FaultProxy, direct: FaultProxy) => Ask;
}

/** Every fault at every point of a connection to ModelArts or IAM, read by the client and requested through the API. */
export async function run(run: Run): Promise<readonly Figure[]> {
  const certificate = await createCertificate();
  setDefaultCACertificates([certificate.cert]);
  const simulator = createSimulator({ scenario: { services: 3 }, auth: DEMO_AUTH });
  const upstream = await simulator.listen();
  const cases = casesOf(run.size === "quick");
  const tally: Tally = { wrong: [], late: [], unrecovered: [], slowestMs: 0 };
  // A case mostly waits, so several run side by side.
  const queue = cases.values();
  const takeTurns = async () => {
    for (const one of queue) await tryCase(one, upstream, certificate, tally);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, takeTurns));
  await simulator.close();
  return [
    never(
      "reads that hang, or end in another way or problem type than they should",
      tally.wrong,
      cases.length,
    ),
    never(
      `reads that end later than their deadline of ${DEADLINE_MS} ms and ${SLACK_MS} ms`,
      tally.late,
      cases.length,
    ),
    atMost(
      "the slowest of them, after its deadline",
      Math.max(0, tally.slowestMs - DEADLINE_MS),
      SLACK_MS,
      " ms",
    ),
    never("faults after which the next read fails too", tally.unrecovered, cases.length),
  ];
}

const QUICK_STEP = 17;

interface Tally {
  readonly wrong: string[];
  readonly late: string[];
  readonly unrecovered: string[];
  slowestMs: number;
}

function casesOf(isQuick: boolean): readonly Case[] {
  const reads = CLIENT_READS.map((read) => ({ what: `client, ${read.name}`, askBehind: askClient(read) }));
  const routes = APP_ROUTES.map((path) => ({ what: `API, ${path}`, askBehind: askApp(path) }));
  const all = [false, true].flatMap((withTls) =>
    everyMishap(withTls).flatMap((mishap) =>
      [...reads, ...routes].map((one) => ({ ...one, mishap, withTls })),
    ),
  );
  // Some of every kind: the step shares no divisor with the number of reads and routes.
  return isQuick ? all.filter((_, index) => index % QUICK_STEP === 0) : all;
}

async function tryCase(one: Case, upstream: string, certificate: Certificate, tally: Tally): Promise<void> {
  for (let repeats = 0; ; repeats += 1) {
    const stalls = watchStalls();
    const result = await tryOnce(one, upstream, certificate);
    // If the event loop stood still, times say nothing about the code: try again.
    stalls.close();
    if (stalls.longestMs() > STALL_MS && repeats < MAX_REPEATS) {
      await sleep(REPEAT_AFTER_MS);
      continue;
    }
    record(one, result, tally);
    return;
  }
}

/** The longest event-loop stall at which a case counts. */
const STALL_MS = 25;
const MAX_REPEATS = 10;
const REPEAT_AFTER_MS = 200;
const BACK_OFF_MS = 10;

interface Result {
  readonly struck: Asked;
  readonly next: Asked;
}

async function tryOnce(
  { mishap, withTls, askBehind }: Case,
  upstream: string,
  certificate: Certificate,
): Promise<Result> {
  const proxy = await startFaultProxy(upstream, withTls ? certificate : null);
  const direct = await startFaultProxy(upstream, withTls ? certificate : null);
  const ask = askBehind(proxy, direct);
  proxy.mishap = mishap;
  const struck = await ask();
  proxy.mishap = null;
  // After a failure the client waits before it asks for a token again.
  await sleep(BACK_OFF_MS);
  const next = await ask();
  await Promise.all([proxy.close(), direct.close()]);
  return { struck, next };
}

function record({ mishap, withTls, what }: Case, { struck, next }: Result, tally: Tally): void {
  const name = `${mishap.fault} at ${mishap.point}${withTls ? ", TLS" : ""}: ${what}`;
  const expected = expectedEndings(mishap);
  const { endings, tookMs } = struck;
  if (!expected.some((one) => endings.includes(one)))
    tally.wrong.push(`${name}: ${endings.join(" or ")}, not ${expected.join(" or ")}`);
  if (tookMs > DEADLINE_MS + SLACK_MS) tally.late.push(`${name}: ${Math.round(tookMs)} ms`);
  if (!next.endings.includes("answer")) tally.unrecovered.push(`${name}: ${next.endings.join(" or ")}`);
  tally.slowestMs = Math.max(tally.slowestMs, tookMs);
}
