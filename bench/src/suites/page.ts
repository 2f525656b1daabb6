import { presentEvent } from "@deploy-lens/api/events/present-event";
import { timelineOf } from "@deploy-lens/core/classify/timeline";
import { mergeEvents } from "@deploy-lens/core/event/service-event";
import { amount, atMost, bytes, type Figure, inUnit, plain, times } from "@deploy-lens/core/testing/figure";
import { parseEventsAnswer, toServiceEvent } from "@deploy-lens/core/upstream/events";
import { measureAllocations } from "../measure/allocations.ts";
import { cpuMicros } from "../measure/cpu-time.ts";
import { pageOfEvents } from "../measure/feeds.ts";
import { interleave, ratioOf, spreadOf, withSpread } from "../measure/samples.ts";

const EVENTS = 1_000;
const PAGES_EACH = 50;
const ROUNDS = 25;

/** From the upstream's bytes to ours, for both families of routes, beside parsing and writing the same page. */
export async function run(): Promise<readonly Figure[]> {
  const page = pageOfEvents(EVENTS);
  const each = (work: (text: string) => string) => () => {
    let bytesOut = 0;
    return (
      cpuMicros(() => {
        for (let i = 0; i < PAGES_EACH; i++) bytesOut += work(page).length;
      }) / (bytesOut === 0 ? Number.NaN : PAGES_EACH)
    );
  };
  const variants = {
    floor: each(parseAndWrite),
    wire: each(wirePage),
    normalized: each(normalizedPage),
    answer: each(answeredPage),
    answerFloor: () => cpuMicrosOfFloor(page),
  };
  await interleave(variants, 8);
  const samples = await interleave(variants, ROUNDS);
  const to = (name: keyof typeof variants, floor: keyof typeof variants) =>
    ratioOf(samples[name], samples[floor]);
  const wire = to("wire", "floor");
  const normalized = to("normalized", "floor");
  const allocated = await measureAllocations();
  const growth = answeredPage(page).length / page.length;
  return [
    {
      ...atMost("page normalized: parsed, validated, put in order, written", normalized.median, 1.5, times),
      measured: withSpread(normalized, times),
    },
    {
      ...atMost("wire-compatible page: parsed, validated, written", wire.median, 1.5, times),
      measured: withSpread(wire, times),
    },
    plain(
      "normalized answer, with ids, ISO times and meaning: before any cache",
      withSpread(to("answer", "floor"), times),
      `${times(growth)} the bytes; of JSON.parse of the page + JSON.stringify of the answer ${withSpread(to("answer", "answerFloor"), times)}`,
    ),
    plain(
      "bytes allocated for an event, normalized",
      amount(allocated.normalizedPage),
      `wire-compatible ${amount(allocated.wirePage)}, JSON.parse + JSON.stringify ${amount(allocated.parseAndWrite)}`,
    ),
    plain(
      "JSON.parse + JSON.stringify of the page",
      withSpread(spreadOf(samples.floor), inUnit("µs")),
      `${EVENTS} events, ${bytes(page.length)}`,
    ),
  ];
}

function cpuMicrosOfFloor(page: string): number {
  const answer: unknown = JSON.parse(answeredPage(page));
  let bytesOut = 0;
  const micros = cpuMicros(() => {
    for (let i = 0; i < PAGES_EACH; i++) {
      const parsed: unknown = JSON.parse(page);
      bytesOut += JSON.stringify(answer).length + (parsed === null ? 1 : 0);
    }
  });
  return bytesOut === 0 ? Number.NaN : micros / PAGES_EACH;
}

function parseAndWrite(text: string): string {
  return JSON.stringify(JSON.parse(text));
}

function wirePage(text: string): string {
  return JSON.stringify(parseEventsAnswer(JSON.parse(text)));
}

function normalizedPage(text: string): string {
  return JSON.stringify(mergeEvents([parseEventsAnswer(JSON.parse(text)).events.map(toServiceEvent)]));
}

function answeredPage(text: string): string {
  const answer = parseEventsAnswer(JSON.parse(text));
  return JSON.stringify(timelineOf(answer.events.map(toServiceEvent)).map((one) => presentEvent(one)));
}
