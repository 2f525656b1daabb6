import { splitArguments, UsageError } from "@deploy-lens/command";
import { COMMON_OPTIONS, type CommonArguments, commonArguments, type Surroundings } from "./command-line.ts";

export interface DeriveArguments extends CommonArguments {
  readonly file: string | null;
}

export function deriveArguments(argv: readonly string[], surroundings: Surroundings): DeriveArguments {
  const { values, positionals } = splitArguments(argv, COMMON_OPTIONS);
  const [file, ...more] = positionals;
  if (values.help) return { ...commonArguments(values, surroundings), file: null };
  if (file === undefined || more.length > 0) {
    throw new UsageError("name one FILE, or - for standard input; see --help");
  }
  return { ...commonArguments(values, surroundings), file };
}
