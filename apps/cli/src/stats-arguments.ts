import { PROJECT_GROUPINGS, SERVICE_GROUPINGS } from "@deploy-lens/api/statistics/deploy-durations-query";
import type { GetProjectDeployDurations } from "@deploy-lens/client/routes/deploy-durations";
import { splitArguments, UsageError } from "@deploy-lens/command";
import { OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { COMMON_OPTIONS, type CommonArguments, commonArguments, type Surroundings } from "./command-line.ts";
import { CONNECTION_OPTIONS } from "./connection.ts";
import { wordsOption } from "./events-arguments.ts";

const OPTIONS = {
  ...COMMON_OPTIONS,
  ...CONNECTION_OPTIONS,
  from: { type: "string" },
  to: { type: "string" },
  outcome: { type: "string" },
  model: { type: "string" },
  "group-by": { type: "string" },
  quantiles: { type: "string" },
  compare: { type: "boolean" },
  "compare-to": { type: "string" },
} as const;

export interface StatsArguments extends CommonArguments {
  readonly isHelp: boolean;
  /** `null`: all services of the project. */
  readonly service: string | null;
  readonly url: string | undefined;
  readonly project: string | undefined;
  readonly query: Omit<GetProjectDeployDurations, "projectId">;
}

export function statsArguments(argv: readonly string[], surroundings: Surroundings): StatsArguments {
  const { values, positionals } = splitArguments(argv, OPTIONS);
  const [service, ...more] = positionals;
  if (!values.help && more.length > 0) {
    throw new UsageError("name one SERVICE, by its id or name, or none for the whole project; see --help");
  }
  return {
    ...commonArguments(values, surroundings),
    isHelp: values.help ?? false,
    service: service ?? null,
    url: values.url,
    project: values.project,
    query: {
      from: values.from,
      to: values.to,
      outcome: wordsOption("outcome", values.outcome, [...OUTCOMES, "any"]),
      model: values.model,
      groupBy: wordsOption(
        "group-by",
        values["group-by"],
        service === undefined ? PROJECT_GROUPINGS : SERVICE_GROUPINGS,
      ),
      quantiles: quantilesOf(values.quantiles),
      compareTo: compareTo(values["compare-to"]) ?? (values.compare ? "previous" : undefined),
    },
  };
}

function quantilesOf(given: string | undefined): number[] | undefined {
  return given?.split(",").map((part) => {
    const quantile = Number(part);
    if (part.trim() !== "" && quantile >= 0 && quantile <= 1) return quantile;
    throw new UsageError(`--quantiles takes numbers from 0 to 1, such as 0.5,0.95; not "${part}"`);
  });
}

function compareTo(given: string | undefined): { from: string; to: string } | undefined {
  if (given === undefined) return undefined;
  const [from, to, ...more] = given.split("/");
  if (from && to && more.length === 0) return { from, to };
  throw new UsageError(`--compare-to takes FROM/TO, such as 2026-10-01/2026-11-01; not "${given}"`);
}
