import { SEVERITIES } from "@deploy-lens/api/events/events-query";
import type { ListEvents } from "@deploy-lens/client/routes/events";
import { splitArguments, UsageError } from "@deploy-lens/command";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { SIGNALS } from "@deploy-lens/core/vocabulary/signal";
import { COMMON_OPTIONS, type CommonArguments, commonArguments, type Surroundings } from "./command-line.ts";
import { CONNECTION_OPTIONS } from "./connection.ts";

const OPTIONS = {
  ...COMMON_OPTIONS,
  ...CONNECTION_OPTIONS,
  from: { type: "string" },
  to: { type: "string" },
  type: { type: "string" },
  phase: { type: "string" },
  signal: { type: "string" },
  model: { type: "string" },
  order: { type: "string" },
  limit: { type: "string" },
  all: { type: "boolean" },
  follow: { type: "boolean", short: "f" },
} as const;

export interface EventsArguments extends CommonArguments {
  readonly service: string | null;
  readonly url: string | undefined;
  readonly project: string | undefined;
  readonly filters: Pick<ListEvents, "from" | "to" | "type" | "phase" | "signal" | "model">;
  readonly order: "asc" | "desc";
  readonly limit: number;
  readonly follow: boolean;
}

export function eventsArguments(argv: readonly string[], surroundings: Surroundings): EventsArguments {
  const { values, positionals } = splitArguments(argv, OPTIONS);
  const [service, ...more] = positionals;
  if (!values.help && (service === undefined || more.length > 0)) {
    throw new UsageError("name one SERVICE, by its id or name; see --help");
  }
  const { order = "desc" } = values;
  if (order !== "asc" && order !== "desc") throw new UsageError(`--order takes asc or desc, not "${order}"`);
  return {
    ...commonArguments(values, surroundings),
    service: values.help ? null : (service ?? null),
    url: values.url,
    project: values.project,
    filters: {
      from: values.from,
      to: values.to,
      type: wordsOption("type", values.type, SEVERITIES),
      phase: wordsOption("phase", values.phase, PHASES),
      signal: wordsOption("signal", values.signal, SIGNALS),
      model: values.model,
    },
    order,
    limit: values.all ? Number.POSITIVE_INFINITY : countOf("limit", values.limit, 50),
    follow: values.follow ?? false,
  };
}

/** Parses a list of words from a fixed set. @throws UsageError listing the set */
export function wordsOption<Word extends string>(
  option: string,
  given: string | undefined,
  allowed: readonly Word[],
): Word[] | undefined {
  return given?.split(",").map((part) => {
    const word = allowed.find((candidate) => candidate === part.trim());
    if (word === undefined) throw new UsageError(`--${option} takes ${allowed.join(", ")}; not "${part}"`);
    return word;
  });
}

function countOf(option: string, given: string | undefined, fallback: number): number {
  if (given === undefined) return fallback;
  const count = Number(given);
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError(`--${option} takes a number from 1, not "${given}"`);
  return count;
}
