import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inOwnProcess } from "./own-process.ts";

const frame = join(import.meta.dirname, "own-process.ts");

function run(body: string, timeLimitMs = 60_000) {
  const folder = mkdtempSync(join(tmpdir(), "deploy-lens-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "measurement.ts");
  writeFileSync(file, `import { answer } from ${JSON.stringify(frame)};\n${body}`);
  return inOwnProcess<number>(file, ["7"], { timeLimitMs });
}

test("figures come back, though the process left something open", async () => {
  const measured = await run(
    "setInterval(() => {}, 1_000); await answer(async () => [Number(process.argv[2])]);",
  );
  expect(measured).toMatchObject({ figures: [7], broken: null });
});

test.each([
  ["an error", 'await answer(async () => { throw new Error("no luck"); });', "no luck", 0],
  [
    "a rejection that nobody handles",
    'await answer(async () => { Promise.reject("lost"); return [1]; });',
    "lost",
    1,
  ],
  ["a crash", "process.exit(3);", "exit code 3", 0],
])("%s is said", async (_, body, reason, figures) => {
  const measured = await run(body);
  expect(measured.broken).toContain(reason);
  expect(measured.figures).toHaveLength(figures);
});

test("what hangs is ended", async () => {
  const { broken } = await run("await answer(() => new Promise(() => setInterval(() => {}, 1_000)));", 300);
  expect(broken).toContain("SIGKILL");
});
