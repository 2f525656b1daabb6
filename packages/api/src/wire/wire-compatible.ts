import * as z from "zod";

/** Answer of the wire-compatible events route, with the reference page's field names. */
export const WireEventList = z
  .object({
    service_id: z.string(),
    service_name: z.string(),
    count: z.int().nonnegative().describe("Number of events on this page."),
    total_count: z.int().nonnegative().describe("Number of matching events on all pages."),
    events: z.array(
      z.object({
        occur_time: z.int().describe("Milliseconds since 1970-01-01T00:00:00Z."),
        event_type: z.string().describe("`normal` or `abnormal`."),
        event_info: z.string(),
      }),
    ),
  })
  .meta({
    id: "WireEventList",
    description: "A page of a service's events in ModelArts' format.",
    examples: [
      {
        service_id: "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e",
        service_name: "zcjtest-07085",
        count: 1,
        total_count: 9,
        events: [{ occur_time: 1562597251764, event_type: "normal", event_info: "start to deploy service" }],
      },
    ],
  });

export type WireEventList = z.infer<typeof WireEventList>;

/** An error of the wire-compatible route, with the upstream's codes. */
export const WireErrorAnswer = z.object({ error_code: z.string(), error_msg: z.string() }).meta({
  id: "WireError",
  description: "An error in ModelArts' format.",
  examples: [
    { error_code: "ModelArts.0107", error_msg: "The values of the request parameters are invalid." },
  ],
});

export type WireErrorAnswer = z.infer<typeof WireErrorAnswer>;
