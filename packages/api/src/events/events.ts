import { OPERATIONS, SIGNALS } from "@deploy-lens/core/vocabulary/signal";
import * as z from "zod";
import { FailureCause } from "../fields/failure.ts";
import { ModelVersion } from "../fields/model.ts";
import { Page, SetAside } from "../fields/paging.ts";
import { Phase } from "../fields/phase.ts";
import { ServiceRef } from "../fields/service-ref.ts";
import { AsOf, Instant } from "../fields/time.ts";
import { SEVERITIES } from "./events-query.ts";

/** A service event with its classification. */
export const Event = z
  .object({
    id: z.string().min(1).describe("Stable over reads; made of time, severity and text."),
    occurredAt: Instant,
    severity: z.enum(SEVERITIES),
    message: z.string().describe("The platform's text, untouched. Show it as text, never as markup."),
    signal: z.enum(SIGNALS).describe("What it means; `unclassified` when no rule knows the text."),
    phase: Phase.nullable(),
    operation: z
      .enum(OPERATIONS)
      .nullable()
      .describe("What is done to the service as a whole, if it is that."),
    model: ModelVersion.nullable().describe("`null` when the text speaks of the whole service."),
    rule: z.string().nullable().describe("The rule that fired; `null` when none did."),
    attested: z.boolean().describe("Whether a public source shows this text; `false` for rules by analogy."),
    cause: FailureCause.nullable().describe("Why, for failures and retries."),
  })
  .meta({
    id: "Event",
    description: "One thing that the platform said of a service.",
    examples: [
      {
        id: "1562597251788-0wgpe8zy6xw",
        occurredAt: "2019-07-08T14:47:31.788Z",
        severity: "normal",
        message: "building image for model [zcjtestTF 3.0.0]",
        signal: "begin",
        phase: "build_image",
        operation: null,
        model: { name: "zcjtestTF", version: "3.0.0" },
        rule: "build-image-begin",
        attested: true,
        cause: null,
      },
    ],
  });
export type Event = z.infer<typeof Event>;

/** Answer of `GET …/services/{serviceId}/events`. */
export const EventList = z
  .object({
    service: ServiceRef,
    events: z.array(Event),
    page: Page,
    setAside: SetAside,
    asOf: AsOf,
  })
  .meta({ id: "EventList", description: "A page of a service's events." });
export type EventList = z.infer<typeof EventList>;
