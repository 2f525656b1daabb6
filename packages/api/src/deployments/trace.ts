import * as z from "zod";

const TraceValue = z
  .object({
    stringValue: z.string().optional(),
    intValue: z
      .string()
      .regex(/^-?\d+$/)
      .optional()
      .describe("A 64-bit integer in decimal digits."),
    boolValue: z.boolean().optional(),
    arrayValue: z
      .object({ values: z.array(z.object({ stringValue: z.string() }).meta({ id: "TraceText" })) })
      .meta({ id: "TraceTexts", description: "A list of texts." })
      .optional(),
  })
  .meta({ id: "TraceValue", description: "An attribute's value: exactly one of these." });

const TraceAttribute = z
  .object({ key: z.string(), value: TraceValue })
  .meta({ id: "TraceAttribute", description: "An attribute." });

const UnixNano = z.string().regex(/^\d+$/).describe("Nanoseconds since 1970.");

const TraceSpan = z
  .object({
    traceId: z.string().regex(/^[0-9a-f]{32}$/),
    spanId: z.string().regex(/^[0-9a-f]{16}$/),
    parentSpanId: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .optional()
      .describe("Absent for the run itself."),
    name: z.string(),
    kind: z.int().min(1).max(2).describe("1: internal (a task), 2: server (the run)."),
    startTimeUnixNano: UnixNano,
    endTimeUnixNano: UnixNano,
    attributes: z.array(TraceAttribute),
    events: z
      .array(z.object({ timeUnixNano: UnixNano, name: z.string(), attributes: z.array(TraceAttribute) }))
      .describe("Gaps, and the platform's abnormal events."),
    status: z
      .object({ code: z.int().min(2).max(2).optional(), message: z.string().optional() })
      .describe("Code 2: it failed. Without a code: it did not."),
  })
  .meta({ id: "TraceSpan", description: "A deployment, or a phase of one model." });

/** Answer of `GET …/deployments/{deploymentId}/trace`: OTLP's JSON encoding of one trace. */
export const DeploymentTrace = z
  .object({
    resourceSpans: z.array(
      z.object({
        resource: z.object({ attributes: z.array(TraceAttribute) }),
        scopeSpans: z.array(
          z.object({
            scope: z.object({ name: z.string() }),
            schemaUrl: z.string(),
            spans: z.array(TraceSpan),
          }),
        ),
      }),
    ),
  })
  .meta({
    id: "DeploymentTrace",
    description: "The body of a request to `/v1/traces` of an OTLP/HTTP receiver.",
  });

export type DeploymentTrace = z.infer<typeof DeploymentTrace>;
