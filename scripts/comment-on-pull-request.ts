// `node scripts/comment-on-pull-request.ts FOLDER`: posts FOLDER/changes.md as a comment on the pull request
// FOLDER/number.
//
// Both files come from a run of the pull request's own code, so neither is trusted: the number must be that of the
// pull request whose commit was run, and the text must be short and mention nobody. Imports nothing, so that nothing
// is installed where this may write.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const MARK = "<!-- deploy-lens-changes -->";
const AUTHOR = "github-actions[bot]";
/** GitHub's limit is 65,536 characters. */
const MOST_BYTES = 64_000;

const [folder] = process.argv.slice(2);
const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN, HEAD_SHA } = process.env;
if (!folder || !GITHUB_API_URL || !GITHUB_REPOSITORY || !GITHUB_TOKEN || !HEAD_SHA) {
  stop("needs FOLDER, and GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN and HEAD_SHA in the environment");
}
const repository = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}`;

const number = readNumber(read("number", 10));
const body = `${MARK}\n${readText(read("changes.md", MOST_BYTES))}`;
const pull = await call("GET", `/pulls/${number}`);
if (at(pull, "head", "sha") !== HEAD_SHA) {
  console.log(
    `Pull request ${number} is at another commit by now, or is not the one that was run: no comment.`,
  );
} else {
  const comment = await findComment(number);
  if (comment === undefined) await call("POST", `/issues/${number}/comments`, { body });
  else await call("PATCH", `/issues/comments/${comment}`, { body });
  console.log(`${comment === undefined ? "Commented" : "Updated the comment"} on pull request ${number}.`);
}

function read(name: string, mostBytes: number): string {
  const file = join(folder ?? "", name);
  const { size } = statSync(file);
  if (size > mostBytes) stop(`${name} has ${size} bytes; at most ${mostBytes} are taken`);
  return readFileSync(file, "utf8");
}

function readNumber(text: string): string {
  return /^[1-9]\d{0,8}$/.test(text) ? text : stop("the file number holds no number of a pull request");
}

/** An `@name` would notify someone on our behalf, so a zero-width space is put in between. */
function readText(text: string): string {
  return text.replaceAll(/@(?=[\w-])/g, "@\u200b");
}

async function findComment(pullNumber: string): Promise<number | undefined> {
  for (let page = 1; ; page += 1) {
    const comments = await call("GET", `/issues/${pullNumber}/comments?per_page=100&page=${page}`);
    if (!Array.isArray(comments)) stop("GitHub answered with no list of comments");
    const ours = comments.find(
      (comment) => at(comment, "user", "login") === AUTHOR && String(at(comment, "body")).startsWith(MARK),
    );
    const id = at(ours, "id");
    if (typeof id === "number") return id;
    if (comments.length < 100) return undefined;
  }
}

async function call(
  method: string,
  path: string,
  content?: Readonly<Record<string, string>>,
): Promise<unknown> {
  const response = await fetch(`${repository}${path}`, {
    method,
    headers: { authorization: `Bearer ${GITHUB_TOKEN}`, accept: "application/vnd.github+json" },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) stop(`${method} ${path} was answered with ${response.status}: ${await response.text()}`);
  return response.json();
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null
        ? Object.getOwnPropertyDescriptor(inner, name)?.value
        : undefined,
    value,
  );
}

function stop(line: string): never {
  process.stderr.write(`comment-on-pull-request: ${line}\n`);
  process.exit(1);
}
