import { type FileScore, isAbout, type KnownSurvivors } from "./report.ts";

/** The score of a file, with what is known of its survivors. */
export interface Judgment {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  /** Survivors that change nothing, by survivors.json. */
  readonly equivalent: number;
  /** What has to be put right. */
  readonly failures: readonly string[];
}

/** Holds a file's score against the share that must be killed, and its survivors against those that are known. */
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

/** The share of the mutants that tests killed, as people read it. */
export function percentKilled({ mutants, killed }: Pick<Judgment, "mutants" | "killed">): string {
  return mutants === 0 ? "" : `${((killed / mutants) * 100).toFixed(1)} %`;
}
