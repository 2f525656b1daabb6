import { presentEvent } from "@deploy-lens/api/present-event";
import { timelineOf } from "@deploy-lens/core/classified-event";
import { parseEventsAnswer, toServiceEvent } from "@deploy-lens/core/wire-events";
import { atMost, bytes, type Figure, inUnit, plain, times } from "../figure.ts";
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
  const variants = { floor: each(parseAndWrite), wire: each(wirePage), normalized: each(normalizedPage) };
  await interleave(variants, 8);
  const samples = await interleave(variants, ROUNDS);
  const wire = ratioOf(samples.wire, samples.floor);
  const normalized = ratioOf(samples.normalized, samples.floor);
  const growth = normalizedPage(page).length / page.length;
  return [
    { ...atMost("wire-compatible page", wire.median, 1.5, times), measured: withSpread(wire, times) },
    {
      ...atMost("normalized page", normalized.median, 1.5, times),
      measured: withSpread(normalized, times),
      beside: `its answer has ${times(growth)} the bytes of the page`,
    },
    plain(
      "JSON.parse + JSON.stringify of the page",
      withSpread(spreadOf(samples.floor), inUnit("µs")),
      `${EVENTS} events, ${bytes(page.length)}`,
    ),
  ];
}

function parseAndWrite(text: string): string {
  return JSON.stringify(JSON.parse(text));
}

function wirePage(text: string): string {
  return JSON.stringify(parseEventsAnswer(JSON.parse(text)));
}

function normalizedPage(text: string): string {
  const answer = parseEventsAnswer(JSON.parse(text));
  return JSON.stringify(timelineOf(answer.events.map(toServiceEvent)).map(presentEvent));
}
