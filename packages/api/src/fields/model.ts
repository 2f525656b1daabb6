import * as z from "zod";
import { printable } from "./parameter.ts";

/** One version of a model, as event labels name it. */
export const ModelAnswer = z.object({ name: z.string(), version: z.string() }).meta({
  id: "ModelVersion",
  description: "One version of a model.",
  examples: [{ name: "zcjtestTF", version: "3.0.0" }],
});

export type ModelAnswer = z.infer<typeof ModelAnswer>;

/**
 * A model filter: `name version` for one version, `name` for all versions. The text is not split, since names may
 * contain spaces; `matchesModel` interprets it.
 */
export const ModelFilter = z
  .string()
  .regex(printable(256), { error: "must be `name version` or `name`, up to 256 characters" })
  .meta({
    id: "ModelFilter",
    description: "`name version` for one version of a model, `name` for all its versions.",
    examples: ["zcjtestTF 3.0.0", "zcjtestTF"],
  });
