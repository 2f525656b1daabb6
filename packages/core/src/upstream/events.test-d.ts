import { expectTypeOf, test } from "vitest";
import type * as z from "zod";
import type { ServiceEvent } from "../event/service-event.ts";
import type { wireEventsAnswerSchema } from "../testing/wire-events-schema.ts";
import { parseEventsAnswer, toWireEvent, type WireEvent, type WireEventsAnswer } from "./events.ts";

// The compiler checks it (`types` in `npm test`); nothing runs.

test("an answer has the types of its schema", () => {
  expectTypeOf(parseEventsAnswer).returns.toEqualTypeOf<WireEventsAnswer>();
  expectTypeOf<z.output<typeof wireEventsAnswerSchema>>().toExtend<WireEventsAnswer>();
  expectTypeOf<WireEventsAnswer["events"]>().toEqualTypeOf<readonly WireEvent[]>();
});

test("toWireEvent is typed from our event to the upstream's", () => {
  expectTypeOf(toWireEvent).parameter(0).toEqualTypeOf<ServiceEvent>();
  expectTypeOf(toWireEvent).returns.toEqualTypeOf<WireEvent>();
});
