import { parseArgs } from "node:util";
import { LANGUAGES, type Language } from "@deploy-lens/core/labels";
import { localTimeZone } from "./time-text.ts";
import { UsageError } from "./usage-error.ts";

/** What `npm run derive` was asked for. */
export interface DeriveArguments {
  readonly file: string;
  readonly json: boolean;
  readonly help: boolean;
  readonly language: Language;
  readonly timeZone: string;
  readonly columns: number;
}

const DEFAULT_COLUMNS = 100;

/**
 * Reads the command line; the environment and the terminal give the defaults.
 *
 * @throws UsageError naming the argument and what is allowed.
 */
export function readArguments(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: { readonly columns?: number | undefined },
): DeriveArguments {
  const { values, positionals } = parse(argv);
  const help = values.help ?? false;
  const [file, ...more] = positionals;
  if (!help && (file === undefined || more.length > 0)) {
    throw new UsageError("name one FILE, or - for standard input; --help tells more");
  }
  return {
    file: file ?? "-",
    json: values.json ?? false,
    help,
    language: languageOf(values.language, env),
    timeZone: timeZoneOf(values["time-zone"]),
    columns: columnsOf(values.width) ?? terminal.columns ?? DEFAULT_COLUMNS,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        language: { type: "string" },
        "time-zone": { type: "string" },
        width: { type: "string" },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message.split(". ")[0] ?? error.message, { cause: error });
  }
}

function languageOf(given: string | undefined, env: NodeJS.ProcessEnv): Language {
  if (given === undefined) return /^zh/i.test(env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? "") ? "zh" : "en";
  const language = LANGUAGES.find((one) => one === given);
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
