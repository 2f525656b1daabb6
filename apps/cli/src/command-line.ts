import type { ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "@deploy-lens/command";
import { LANGUAGES, type Language } from "@deploy-lens/core/vocabulary/labels";
import { localTimeZone } from "./time-text.ts";

export const COMMON_OPTIONS = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  language: { type: "string" },
  "time-zone": { type: "string" },
  width: { type: "string" },
} as const satisfies ParseArgsOptionsConfig;

export const COMMON_HELP = `  --language en|zh   language of labels and advice; the default follows LANG
  --time-zone ZONE   such as UTC or Asia/Shanghai; the default is this machine's
  --width COLUMNS    of the output, from 40; the default is the terminal's
  --help             this text

Exit codes: 0 done; 1 the API or the network failed; 2 the command line or a file is wrong.
`;

export interface CommonArguments {
  readonly json: boolean;
  readonly language: Language;
  readonly timeZone: string;
  /** For drawings. */
  readonly columns: number;
  /** For lines of text; infinite when the output is a file or another program. */
  readonly lineColumns: number;
}

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: { readonly columns?: number | undefined };
}

const DEFAULT_COLUMNS = 100;

/** Parses the common options. @throws UsageError naming the option and the allowed values */
export function commonArguments(
  values: {
    json?: boolean | undefined;
    language?: string | undefined;
    "time-zone"?: string | undefined;
    width?: string | undefined;
  },
  { env, terminal }: Surroundings,
): CommonArguments {
  const columns = columnsOf(values.width) ?? terminal.columns;
  return {
    json: values.json ?? false,
    language: languageOf(values.language, env),
    timeZone: timeZoneOf(values["time-zone"]),
    columns: columns ?? DEFAULT_COLUMNS,
    lineColumns: columns ?? Number.POSITIVE_INFINITY,
  };
}

function languageOf(given: string | undefined, env: NodeJS.ProcessEnv): Language {
  if (given === undefined) return /^zh/i.test(env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? "") ? "zh" : "en";
  const language = LANGUAGES.find((language) => language === given);
  if (language === undefined)
    throw new UsageError(`--language takes ${LANGUAGES.join(" or ")}, not "${given}"`);
  return language;
}

function timeZoneOf(given: string | undefined): string {
  if (given === undefined) return localTimeZone();
  try {
    return new Intl.DateTimeFormat("en", { timeZone: given }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new UsageError(`--time-zone takes a name such as UTC or Asia/Shanghai, not "${given}"`, { cause });
  }
}

function columnsOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const columns = Number(given);
  if (!Number.isInteger(columns) || columns < 40 || columns > 1_000) {
    throw new UsageError(`--width takes 40 to 1000 columns, not "${given}"`);
  }
  return columns;
}
