import { type FileScore, isAbout, type KnownSurvivors } from "./report.ts";

/** The score of a file and the status of its survivors. */
export interface Judgment {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  /** Survivors that change nothing, by survivors.json. */
  readonly equivalent: number;
  /** The problems to fix. */
  readonly failures: readonly string[];
}

/** Compares a file's score with the required share, and its survivors with the known ones. */
export function judge(score: FileScore, atLeast: number, known: KnownSurvivors): Judgment {
  const { file, mutants, killed, survivors } = score;
  const ofFile = known.filter((one) => one.file === file);
  const unknown = survivors.filter((survivor) => !ofFile.some((one) => isAbout(one, survivor)));
  const outdated = ofFile.filter((one) => !survivors.some((survivor) => isAbout(one, survivor)));
  const failures = [
    ...(killed < mutants * atLeast ? [`${file}: fewer than ${atLeast * 100} % killed`] : []),
    ...unknown.map(
      ({ line, code, becomes }) =>
        `${file}:${line}: no test notices \`${code}\` → \`${becomes}\`: add one, or say in mutate/survivors.json why it changes nothing`,
    ),
    ...outdated.map(
      ({ code, becomes }) =>
        `${file}: \`${code}\` → \`${becomes}\` survives no more: take it out of mutate/survivors.json`,
    ),
  ];
  return { file, mutants, killed, equivalent: survivors.length - unknown.length, failures };
}

/** The share of mutants killed by tests, formatted. */
export function percentKilled({ mutants, killed }: Pick<Judgment, "mutants" | "killed">): string {
  return mutants === 0 ? "" : `${((killed / mutants) * 100).toFixed(1)} %`;
}
