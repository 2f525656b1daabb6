import { DEPLOYMENT_FLAGS, OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { DEPLOYMENT_KINDS, FAILURE_CAUSES } from "@deploy-lens/core/vocabulary/signal";
import * as z from "zod";
import { ListFormat } from "../fields/format.ts";
import { ServiceId } from "../fields/ids.ts";
import { ModelFilter } from "../fields/model.ts";
import { Cursor, limitOf } from "../fields/paging.ts";
import { integerParameter, parameters, printable, wordList } from "../fields/parameter.ts";
import { From, fromBeforeTo, To } from "../fields/time.ts";

const MAX_SERVICES = 50;

/** A comma-separated list of service ids. */
const ServiceIds = z
  .string()
  .transform((text) => text.split(","))
  .pipe(
    z
      .array(ServiceId)
      .max(MAX_SERVICES, { error: `must be at most ${MAX_SERVICES}` })
      .refine((list) => new Set(list).size === list.length, { error: "must name each service once" }),
  )
  .register(parameters, {
    schema: {
      type: "array",
      items: { $ref: "#/components/schemas/ServiceId" },
      minItems: 1,
      maxItems: MAX_SERVICES,
      uniqueItems: true,
    },
  });

const durationBound = integerParameter({ min: 0, max: 10 ** 12, default: 0 })
  .unwrap()
  .optional();

/** Filters of the deployments of a project. `from` and `to` apply to the deployment's start. */
const filters = {
  from: From,
  to: To,
  service: ServiceIds.optional().describe("Only deployments of these services, comma-separated."),
  outcome: wordList(["open", ...OUTCOMES])
    .optional()
    .describe("Only deployments that ended so, comma-separated; `open` for those that have not."),
  cause: wordList(FAILURE_CAUSES)
    .optional()
    .describe("Only deployments that failed for one of these causes, comma-separated."),
  phase: wordList(PHASES)
    .optional()
    .describe("Only deployments that failed or timed out in one of these phases, comma-separated."),
  model: ModelFilter.optional().describe("Only deployments of this model, or of this version of it."),
  kind: wordList(DEPLOYMENT_KINDS).optional().describe("Only deployments of these kinds, comma-separated."),
  flag: wordList(DEPLOYMENT_FLAGS)
    .optional()
    .describe("Only deployments with one of these flags, comma-separated."),
  minMs: durationBound.describe("Only deployments observed for this long or longer, ms."),
  maxMs: durationBound.describe("Only deployments observed for this long or shorter, ms."),
  text: z
    .string()
    .regex(printable(200), { error: "must be text of up to 200 characters" })
    .optional()
    .describe(
      "Only deployments in whose ids, models, cause or message of the platform this text occurs, in upper or lower case.",
    ),
};

/** Query of `GET …/deployments`, over all services of a project. */
export const ProjectDeploymentsQuery = z
  .strictObject({
    ...filters,
    limit: limitOf({ max: 200, default: 50 }),
    cursor: Cursor.optional(),
    format: ListFormat,
  })
  .check(fromBeforeTo);

export type ProjectDeploymentsQuery = z.output<typeof ProjectDeploymentsQuery>;

/** Query of `GET …/deployments/facets` and `GET …/deployments/points`. */
export const DeploymentFacetsQuery = z.strictObject(filters).check(fromBeforeTo);

export type DeploymentFacetsQuery = z.output<typeof DeploymentFacetsQuery>;
