import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { splitArguments, splitOptions, UsageError } from "./index.ts";

/** Runs a command whose body is this code. */
function run(body: string) {
  const frame = new URL("./index.ts", import.meta.url).href;
  const code = `import * as frame from ${JSON.stringify(frame)};
    await frame.runCommand("feed", async () => { ${body} }, (error) =>
      error instanceof RangeError ? new frame.CommandError("out of range") : error);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("a command that ends well exits with 0, one that returns false with 1", () => {
  expect(run("")).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(run("return true")).toMatchObject({ status: 0 });
  expect(run("return false")).toEqual({ status: 1, stdout: "", stderr: "" });
});

test("an exit code that the command has set stands", () => {
  expect(run("process.exitCode = 3")).toMatchObject({ status: 3 });
});

test("what the caller can correct is one line, and exit code 2", () => {
  expect(run('throw new frame.UsageError("name a FILE")')).toEqual({
    status: 2,
    stdout: "",
    stderr: "feed: name a FILE\n",
  });
});

test("an expected failure is one line, with exit code 1 or its own", () => {
  expect(run('throw new frame.CommandError("no answer")')).toMatchObject({
    status: 1,
    stderr: "feed: no answer\n",
  });
  expect(run('throw new frame.CommandError("stopped", { exitCode: 130 })')).toMatchObject({ status: 130 });
  expect(run("throw new RangeError()")).toMatchObject({ status: 1, stderr: "feed: out of range\n" });
});

test("a bug keeps its stack", () => {
  const { status, stderr } = run("null.length");
  expect(status).toBe(1);
  expect(stderr).toMatch(/TypeError: .*\n\s+at /);
});

test("output that nobody reads to its end is no error", () => {
  const frame = new URL("./index.ts", import.meta.url).href;
  const code = `import { runCommand } from ${JSON.stringify(frame)};
    await runCommand("feed", async () => {
      for (let i = 0; i < 100_000; i += 1) process.stdout.write("a line of some length\\n");
    });`;
  const { status, stderr } = spawnSync(
    "bash",
    ["-c", 'set -o pipefail; "$0" --input-type=module -e "$1" | head -1 > /dev/null', process.execPath, code],
    { encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("a command line splits into options and positionals; what is unknown is named", () => {
  const options = { json: { type: "boolean" }, input: { type: "string" } } as const;
  expect(splitArguments(["a", "--json", "b"], options)).toMatchObject({
    values: { json: true },
    positionals: ["a", "b"],
  });
  expect({ ...splitOptions(["--input", "file"], options) }).toEqual({ input: "file" });
  expect(() => splitArguments(["--jsn"], options)).toThrow(new UsageError("Unknown option '--jsn'"));
  expect(() => splitArguments(["--input"], options)).toThrow(UsageError);
  expect(() => splitOptions(["file"], options)).toThrow("Unexpected argument 'file'; --help says more");
});
