import { FINDING_KINDS, FINDING_STATES } from "@deploy-lens/core/findings";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import * as z from "zod";
import { ListFormat } from "../fields/format.ts";
import { Cursor, limitOf } from "../fields/paging.ts";
import { wordList } from "../fields/parameter.ts";

/** Query of `GET …/findings`. */
export const FindingsQuery = z.strictObject({
  state: wordList(FINDING_STATES)
    .optional()
    .describe("Only findings in these states, comma-separated. Default: all."),
  kind: wordList(FINDING_KINDS).optional().describe("Only findings of these kinds, comma-separated."),
  phase: wordList([...PHASES, "total"])
    .optional()
    .describe("Only findings about these phases, comma-separated; `total`: about whole deployments."),
  limit: limitOf({ max: 200, default: 50 }),
  cursor: Cursor.optional(),
  format: ListFormat,
});

export type FindingsQuery = z.output<typeof FindingsQuery>;
