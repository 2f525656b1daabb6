import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

const MARK = "<!-- deploy-lens-changes -->";
const HEAD = "a".repeat(40);

let folder = "";
let comments: { id: number; user: { login: string }; body: string }[] = [];
const written: { method: string; path: string; body: string; authorization: string }[] = [];

/** The parts of GitHub's API that are used: pull request 7 is at HEAD, 8 belongs to someone else. */
const github = createServer(async (request, response) => {
  const [path = "", query] = (request.url ?? "").split("?");
  const method = request.method ?? "";
  const send = (status: number, answer: unknown) => response.writeHead(status).end(JSON.stringify(answer));
  if (method === "POST" || method === "PATCH") {
    const { body } = JSON.parse(await text(request));
    written.push({ method, path, body, authorization: request.headers.authorization ?? "" });
    return send(method === "POST" ? 201 : 200, {});
  }
  if (path === "/repos/o/n/pulls/7") return send(200, { head: { sha: HEAD } });
  if (path === "/repos/o/n/pulls/8") return send(200, { head: { sha: "b".repeat(40) } });
  const page = Number(new URLSearchParams(query).get("page"));
  if (path === "/repos/o/n/issues/7/comments") return send(200, comments.slice(100 * (page - 1), 100 * page));
  return send(404, { message: "Not Found" });
});

beforeAll(async () => {
  github.listen(0, "127.0.0.1");
  await once(github, "listening");
});
afterAll(() => {
  github.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "deploy-lens-comment-"));
  comments = [];
  written.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function comment(number: string, changes: string) {
  writeFileSync(join(folder, "number"), number);
  writeFileSync(join(folder, "changes.md"), changes);
  const address = github.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen");
  const child = spawn(process.execPath, [join(import.meta.dirname, "comment-on-pull-request.ts"), folder], {
    env: {
      GITHUB_API_URL: `http://127.0.0.1:${address.port}`,
      GITHUB_REPOSITORY: "o/n",
      GITHUB_TOKEN: "secret",
      HEAD_SHA: HEAD,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, errors] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    child.exitCode ?? once(child, "exit"),
  ]);
  return { exitCode: child.exitCode, output, errors };
}

test("comments once", async () => {
  expect(await comment("7", "Nothing changes.")).toMatchObject({ exitCode: 0, errors: "" });
  expect(written).toEqual([
    {
      method: "POST",
      path: "/repos/o/n/issues/7/comments",
      body: `${MARK}\nNothing changes.`,
      authorization: "Bearer secret",
    },
  ]);
});

test("updates its own comment, though it stands on the second page, and nobody else's", async () => {
  const other = (id: number) => ({ id, user: { login: "mallory" }, body: `${MARK}\nmine` });
  comments = Array.from({ length: 120 }, (_, id) => other(id));
  comments.push({ id: 555, user: { login: "github-actions[bot]" }, body: `${MARK}\nold` });
  expect((await comment("7", "new")).exitCode).toBe(0);
  expect(written).toMatchObject([
    { method: "PATCH", path: "/repos/o/n/issues/comments/555", body: `${MARK}\nnew` },
  ]);
});

test("calls nobody", async () => {
  await comment("7", "cc @octocat and @org/team, user@example.com, @");
  expect(written[0]?.body).toBe(`${MARK}\ncc @\u200boctocat and @\u200borg/team, user@\u200bexample.com, @`);
});

describe("writes nothing", () => {
  test("under a pull request that is at another commit than was run", async () => {
    expect(await comment("8", "Approved.")).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("no comment"),
    });
    expect(written).toEqual([]);
  });

  test.each(["", "0", "7/../8", "7 ", "7\n", "١"])("with the number %j", async (number) => {
    expect(await comment(number, "text")).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining("no number of a pull request"),
    });
    expect(written).toEqual([]);
  });

  test("when the text is longer than GitHub takes", async () => {
    expect(await comment("7", "x".repeat(64_001))).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining("64001 bytes"),
    });
    expect(written).toEqual([]);
  });

  test("when GitHub does not know the pull request", async () => {
    expect(await comment("9", "text")).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining("answered with 404"),
    });
    expect(written).toEqual([]);
  });
});
