import { readFileSync } from "node:fs";
import * as z from "zod";

const Place = z.object({ line: z.int(), column: z.int() });

const Report = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().optional(),
          status: z.string(),
          location: z.object({ start: Place, end: Place }),
        }),
      ),
    }),
  ),
});

const Survivors = z.array(
  z.strictObject({ file: z.string(), code: z.string(), becomes: z.string(), why: z.string().min(20) }),
);

/** A change of the code that no test noticed. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly becomes: string;
}

/** The results of one file's mutants. */
export interface FileScore {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

/**
 * Reads Stryker's report. A mutant that could not be compiled or run counts as killed; an ignored one does not count.
 */
export function readReport(path: string): FileScore[] {
  const { files } = Report.parse(JSON.parse(readFileSync(path, "utf8")));
  return Object.entries(files).map(([file, { source, mutants }]) => {
    const lines = source.split("\n");
    const run = mutants.filter(({ status }) => status !== "Ignored");
    const alive = run.filter(({ status }) => status === "Survived" || status === "NoCoverage");
    return {
      file,
      mutants: run.length,
      killed: run.length - alive.length,
      survivors: alive.map(({ location, replacement, mutatorName }) => ({
        file,
        line: location.start.line,
        code: textAt(lines, location),
        becomes: oneLine(replacement ?? mutatorName),
      })),
    };
  });
}

/** Survivors that are known to be equivalent, each with the reason. */
export type KnownSurvivors = z.infer<typeof Survivors>;

/** Reads survivors.json. */
export function readKnown(path: string): KnownSurvivors {
  return Survivors.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** True if an entry of survivors.json is about a survivor. */
export function isAbout(known: KnownSurvivors[number], { file, code, becomes }: Survivor): boolean {
  return known.file === file && known.code === code && known.becomes === becomes;
}

function textAt(
  lines: readonly string[],
  { start, end }: { readonly start: z.infer<typeof Place>; readonly end: z.infer<typeof Place> },
): string {
  const within = lines.slice(start.line - 1, end.line);
  const last = within.length - 1;
  const cut = within.map((line, i) =>
    line.slice(i === 0 ? start.column - 1 : 0, i === last ? end.column - 1 : undefined),
  );
  return oneLine(cut.join(" "));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
