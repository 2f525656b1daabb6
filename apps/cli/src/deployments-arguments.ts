import type { ListProjectDeployments } from "@deploy-lens/client/routes/deployments";
import { countOption, splitOptions, UsageError } from "@deploy-lens/command";
import { DEPLOYMENT_FLAGS, OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { DEPLOYMENT_KINDS, FAILURE_CAUSES } from "@deploy-lens/core/vocabulary/signal";
import { COMMON_OPTIONS, type CommonArguments, commonArguments, type Surroundings } from "./command-line.ts";
import { CONNECTION_OPTIONS } from "./connection.ts";
import { wordsOption } from "./events-arguments.ts";
import { LIST_OPTIONS, type ListArguments, listArguments } from "./list-arguments.ts";

const OPTIONS = {
  ...COMMON_OPTIONS,
  ...CONNECTION_OPTIONS,
  ...LIST_OPTIONS,
  service: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  outcome: { type: "string" },
  cause: { type: "string" },
  phase: { type: "string" },
  model: { type: "string" },
  kind: { type: "string" },
  flag: { type: "string" },
  "min-ms": { type: "string" },
  "max-ms": { type: "string" },
  text: { type: "string" },
  follow: { type: "boolean", short: "f" },
} as const;

export interface DeploymentsArguments extends CommonArguments, ListArguments {
  readonly isHelp: boolean;
  readonly url: string | undefined;
  readonly project: string | undefined;
  /** Ids or names. */
  readonly services: readonly string[];
  readonly filters: Omit<ListProjectDeployments, "projectId" | "service" | "limit" | "cursor" | "format">;
  readonly follow: boolean;
}

export function deploymentsArguments(
  argv: readonly string[],
  surroundings: Surroundings,
): DeploymentsArguments {
  const values = splitOptions(argv, OPTIONS);
  if (values.follow && values.csv) throw new UsageError("take --follow or --csv, not both");
  const [minMs, maxMs] = [values["min-ms"], values["max-ms"]];
  return {
    ...commonArguments(values, surroundings),
    ...listArguments(values),
    isHelp: values.help ?? false,
    url: values.url,
    project: values.project,
    services: values.service?.split(",").map((name) => name.trim()) ?? [],
    filters: {
      from: values.from,
      to: values.to,
      outcome: wordsOption("outcome", values.outcome, ["open", ...OUTCOMES]),
      cause: wordsOption("cause", values.cause, FAILURE_CAUSES),
      phase: wordsOption("phase", values.phase, PHASES),
      model: values.model,
      kind: wordsOption("kind", values.kind, DEPLOYMENT_KINDS),
      flag: wordsOption("flag", values.flag, DEPLOYMENT_FLAGS),
      minMs: minMs === undefined ? undefined : countOption("min-ms", minMs),
      maxMs: maxMs === undefined ? undefined : countOption("max-ms", maxMs),
      text: values.text,
    },
    follow: values.follow ?? false,
  };
}
