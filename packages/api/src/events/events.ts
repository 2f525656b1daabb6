import { OPERATIONS, SIGNALS } from "@deploy-lens/core/vocabulary/signal";
import * as z from "zod";
import { FailureCauseWord } from "../fields/failure.ts";
import { ServiceId } from "../fields/ids.ts";
import { ModelAnswer } from "../fields/model.ts";
import { Page, SetAside } from "../fields/paging.ts";
import { PhaseWord } from "../fields/phase.ts";
import { AsOf, Instant } from "../fields/time.ts";
import { SEVERITIES } from "./events-query.ts";

/** A service as referenced by other answers. */
const ServiceNameAnswer = z.object({ id: ServiceId, name: z.string() }).meta({
  id: "ServiceRef",
  description: "A service by id and name.",
  examples: [{ id: "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e", name: "zcjtest-07085" }],
});

/** A service event with its classification. */
export const Event = z
  .object({
    id: z.string().min(1).describe("Equal across reads; made of time, severity and text."),
    occurredAt: Instant,
    severity: z.enum(SEVERITIES),
    message: z.string().describe("The platform's own text, unchanged. Show it as text, never as markup."),
    signal: z
      .enum(SIGNALS)
      .describe("The meaning of the event; `unclassified` if its text is not recognized."),
    phase: PhaseWord.nullable(),
    operation: z
      .enum(OPERATIONS)
      .nullable()
      .describe("The operation on the whole service, if the event is about one."),
    model: ModelAnswer.nullable().describe("`null` if the text is about the whole service."),
    rule: z.string().nullable().describe("The classification rule that matched; `null` if none did."),
    attested: z.boolean().describe("True if a public source shows this text; `false` for rules by analogy."),
    cause: FailureCauseWord.nullable().describe("The cause, for failures and retries."),
  })
  .meta({
    id: "Event",
    description: "One event of a service, as reported by the platform.",
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
    service: ServiceNameAnswer,
    events: z.array(Event),
    page: Page,
    setAside: SetAside,
    asOf: AsOf,
  })
  .meta({ id: "EventList", description: "A page of a service's events." });
export type EventList = z.infer<typeof EventList>;
