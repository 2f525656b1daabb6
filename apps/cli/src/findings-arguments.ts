import { splitArguments, UsageError } from "@deploy-lens/command";
import { FINDING_STATES, type FindingState } from "@deploy-lens/core/findings";
import { COMMON_OPTIONS, type CommonArguments, commonArguments, type Surroundings } from "./command-line.ts";
import { CONNECTION_OPTIONS } from "./connection.ts";
import { wordsOption } from "./events-arguments.ts";

const OPTIONS = { ...COMMON_OPTIONS, ...CONNECTION_OPTIONS, state: { type: "string" } } as const;

export interface FindingsArguments extends CommonArguments {
  readonly isHelp: boolean;
  /** `null`: all services of the project. */
  readonly service: string | null;
  readonly url: string | undefined;
  readonly project: string | undefined;
  readonly states: readonly FindingState[];
}

export function findingsArguments(argv: readonly string[], surroundings: Surroundings): FindingsArguments {
  const { values, positionals } = splitArguments(argv, OPTIONS);
  const [service, ...more] = positionals;
  if (more.length > 0) throw new UsageError("name one SERVICE at most; see --help");
  return {
    ...commonArguments(values, surroundings),
    isHelp: values.help === true,
    service: service ?? null,
    url: values.url,
    project: values.project,
    states: wordsOption("state", values.state, FINDING_STATES) ?? ["open"],
  };
}
