import { OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import * as z from "zod";
import { ListFormat } from "../fields/format.ts";
import { ModelFilter } from "../fields/model.ts";
import { Cursor, limitOf } from "../fields/paging.ts";
import { wordList } from "../fields/parameter.ts";
import { From, fromBeforeTo, To } from "../fields/time.ts";

/** Query of `GET …/services/{serviceId}/deployments`. `from` and `to` apply to the deployment's start. */
export const DeploymentsQuery = z
  .strictObject({
    from: From,
    to: To,
    outcome: wordList(["open", ...OUTCOMES])
      .optional()
      .describe("Only deployments that ended so, comma-separated; `open` for those that have not."),
    model: ModelFilter.optional().describe("Only deployments of this model, or of this version of it."),
    limit: limitOf({ max: 200, default: 50 }),
    cursor: Cursor.optional(),
    format: ListFormat,
  })
  .check(fromBeforeTo);

export type DeploymentsQuery = z.output<typeof DeploymentsQuery>;
