import { UsageError } from "@deploy-lens/command";

/** Why the data folder cannot be used. The first four depend on the caller's choice; the others happen at run time. */
export type DataFolderProblem = "not_a_folder" | "not_writable" | "in_use" | "missing" | "damaged" | "full";

/** An unusable data folder: one line with the cause and the remedy. */
export class DataFolderError extends UsageError {
  override readonly name = "DataFolderError";
  readonly problem: DataFolderProblem;

  constructor(problem: DataFolderProblem, folder: string, cause: unknown) {
    super(messageOf(problem, folder), { cause });
    this.problem = problem;
  }
}

function messageOf(problem: DataFolderProblem, folder: string): string {
  const another = "choose another one: DEPLOY_LENS_DATA=FOLDER npm start";
  switch (problem) {
    case "not_a_folder":
      return `the data folder ${folder} is a file, or lies below one; ${another}`;
    case "missing":
      return `the data folder ${folder} cannot be created; ${another}`;
    case "not_writable":
      return `you may not write to the data folder ${folder}; ${another}`;
    case "in_use":
      return `another npm start uses the data folder ${folder}; end that one, or ${another}`;
    case "damaged":
      return (
        `the table in ${folder} is damaged; restore a backup of that folder, or move it away and start again: ` +
        "events that ModelArts still has are read again"
      );
    case "full":
      return `the disk of ${folder} is full; free some space, then start again (all that was stored is still there)`;
    default:
      return problem satisfies never;
  }
}

const BY_CODE: Readonly<Record<string, DataFolderProblem>> = {
  EEXIST: "not_a_folder",
  ENOTDIR: "not_a_folder",
  ENOENT: "missing",
  EACCES: "not_writable",
  EPERM: "not_writable",
  EROFS: "not_writable",
  ENOSPC: "full",
  EDQUOT: "full",
  EFBIG: "full",
  LEVEL_LOCKED: "in_use",
  LEVEL_CORRUPTION: "damaged",
};

/**
 * LevelDB reports most system failures as `LEVEL_IO_ERROR` or without a code, so only the message distinguishes them.
 */
const BY_WORDS: readonly (readonly [(text: string) => boolean, DataFolderProblem])[] = [
  [(text) => /Corruption:|does not end with newline/i.test(text) || lacksOwnFile(text), "damaged"],
  [(text) => /No space left|quota exceeded|File too large/i.test(text), "full"],
  [(text) => /Permission denied|Read-only file system/i.test(text), "not_writable"],
  [(text) => /Not a directory/i.test(text), "not_a_folder"],
];

/** Two searches: one expression for both orders would go back over long texts. */
function lacksOwnFile(text: string): boolean {
  return /no such file/i.test(text) && /MANIFEST|\.ldb|\.log/i.test(text);
}

/**
 * Translates an error of the file system or LevelDB, or one of its causes, into a {@link DataFolderError}. Any other
 * error is returned unchanged.
 *
 * @example
 * dataFolderError(new Error("IO error: /data/000003.log: No space left on device"), "/data");
 * // DataFolderError: the disk of /data is full; …
 */
export function dataFolderError(error: unknown, folder: string): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    const { message } = cause;
    const problem = BY_CODE[code] ?? BY_WORDS.find(([isSaidBy]) => isSaidBy(message))?.[1];
    if (problem !== undefined) return new DataFolderError(problem, folder, error);
  }
  return error;
}
