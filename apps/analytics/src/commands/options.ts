import type { ParseArgsOptionsConfig } from "node:util";
import { QueryTime } from "@deploy-lens/api/fields/time";
import { UsageError } from "@deploy-lens/command";

export type Environment = Readonly<Record<string, string | undefined>>;

export const COMMON_OPTIONS = {
  project: { type: "string", multiple: true },
  service: { type: "string", multiple: true },
  table: { type: "string" },
  "table-endpoint": { type: "string" },
  concurrency: { type: "string" },
  "dry-run": { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsOptionsConfig;

export const COMMON_HELP = `  --project ID       a project; may be repeated; default: those of MODELARTS_PROJECTS
  --service ID       a service; may be repeated; default: every service of the project
  --table NAME       the table; default: TABLE_NAME
  --table-endpoint URL  a DynamoDB other than the region's own, such as an emulator
  --concurrency N    services processed at once, 1 to 32; default 4
  --dry-run          read and derive, write nothing, report what would be written
  --json             print the result as JSON
  --help             this text

The AWS region and credentials are found as the AWS command line finds them.
`;

export interface CommonOptions {
  readonly projectIds: readonly string[];
  /** `null`: every service. */
  readonly serviceIds: readonly string[] | null;
  readonly tableName: string;
  /** `null`: the region's own DynamoDB. */
  readonly tableEndpoint: string | null;
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Defaults come from the environment. @throws UsageError saying what to set. */
export function commonOptions(
  values: {
    readonly project?: readonly string[] | undefined;
    readonly service?: readonly string[] | undefined;
    readonly table?: string | undefined;
    readonly "table-endpoint"?: string | undefined;
    readonly concurrency?: string | undefined;
    readonly "dry-run"?: boolean | undefined;
    readonly json?: boolean | undefined;
  },
  env: Environment,
): CommonOptions {
  const projectIds = values.project ?? listOf(env.MODELARTS_PROJECTS);
  const tableName = values.table ?? env.TABLE_NAME ?? "";
  if (projectIds.length === 0) throw new UsageError("name a --project, or set MODELARTS_PROJECTS");
  if (tableName === "") throw new UsageError("name the --table, or set TABLE_NAME");
  if (values.service !== undefined && projectIds.length > 1) {
    throw new UsageError("--service needs exactly one --project");
  }
  return {
    projectIds,
    serviceIds: values.service ?? null,
    tableName,
    tableEndpoint: values["table-endpoint"] ?? null,
    concurrency: concurrencyOf(values.concurrency),
    dryRun: values["dry-run"] ?? false,
    json: values.json ?? false,
  };
}

/** Parses a time to epoch ms. @throws UsageError naming the option and what is allowed. */
export function timeOption(option: string, text: string): number {
  const parsed = QueryTime.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--${option} ${parsed.error.issues[0]?.message ?? "is not a time"}`);
}

function listOf(text: string | undefined): string[] {
  const entries = (text ?? "").split(",").map((entry) => entry.trim());
  return entries.filter((entry) => entry !== "");
}

function concurrencyOf(text: string | undefined): number {
  const value = Number(text ?? 4);
  if (Number.isInteger(value) && value >= 1 && value <= 32) return value;
  throw new UsageError(`--concurrency takes 1 to 32, not "${text}"`);
}
