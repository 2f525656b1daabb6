import * as z from "zod";
import analogy from "../../fixtures/classification/analogy.json" with { type: "json" };
import chinese from "../../fixtures/classification/chinese.json" with { type: "json" };
import documented from "../../fixtures/classification/documented.json" with { type: "json" };
import kubernetes from "../../fixtures/classification/kubernetes.json" with { type: "json" };
import modelEvents from "../../fixtures/classification/model-events.json" with { type: "json" };
import nearMisses from "../../fixtures/classification/near-misses.json" with { type: "json" };
import pods from "../../fixtures/classification/pods.json" with { type: "json" };
import wire from "../../fixtures/classification/wire.json" with { type: "json" };
import { PHASES } from "../vocabulary/phase.ts";
import { FAILURE_CAUSES, OPERATIONS, SIGNALS } from "../vocabulary/signal.ts";

const Fixture = z.strictObject({
  text: z.string(),
  type: z.enum(["normal", "warning", "abnormal"]),
  source: z.string(),
  expected: z.strictObject({
    signal: z.enum(SIGNALS),
    phase: z.enum(PHASES).nullable(),
    operation: z.enum(OPERATIONS).nullable(),
    model: z.strictObject({ name: z.string(), version: z.string() }).nullable(),
    cause: z.enum(FAILURE_CAUSES).nullable(),
    rule: z.string().nullable(),
    attested: z.boolean(),
  }),
  note: z.string().optional(),
});

/** A text of the platform and its expected classification. */
export type ClassificationFixture = z.infer<typeof Fixture>;

/** Every fixture of `fixtures/classification`, by its file's name. */
export const CLASSIFICATION_FIXTURES: ReadonlyMap<string, readonly ClassificationFixture[]> = new Map(
  Object.entries({
    analogy,
    chinese,
    documented,
    kubernetes,
    "model-events": modelEvents,
    "near-misses": nearMisses,
    pods,
    wire,
  }).map(([name, rows]) => [name, z.array(Fixture).parse(rows)]),
);
