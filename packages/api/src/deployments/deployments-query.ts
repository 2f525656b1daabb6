import { OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import * as z from "zod";
import { ListFormat } from "../fields/format.ts";
import { ModelFilter } from "../fields/model.ts";
import { Cursor, limitOf } from "../fields/paging.ts";
import { wordList } from "../fields/parameter.ts";
import { From, fromBeforeTo, To } from "../fields/time.ts";

/** Query of `GET …/services/{serviceId}/deployments`. `from` and `to` apply to the deployment's start. */
export const DeploymentsRequest = z
  .strictObject({
    from: From,
    to: To,
    outcome: wordList(["open", ...OUTCOMES])
      .optional()
      .describe(
        "Only deployments with these outcomes, comma-separated; `open` for those that have not ended.",
      ),
    model: ModelFilter.optional().describe("Only deployments of this model or model version."),
    limit: limitOf({ max: 200, default: 50 }),
    cursor: Cursor.optional(),
    format: ListFormat,
  })
  .check(fromBeforeTo);

export type DeploymentsRequest = z.output<typeof DeploymentsRequest>;
