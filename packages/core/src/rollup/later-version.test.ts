import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import stored from "../../fixtures/stored/rollup-format-2.json" with { type: "json" };
import { durationsOf } from "../testing/durations.ts";
import { decodeRollup, encodeRollup } from "./codec.ts";
import { MEASURE_CODES } from "./codes.ts";
import { rollupOf, rollupText } from "./index.ts";

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

/** A version to come: the platform has announced another phase. */
describe("a version with one more phase", () => {
  const nextCode = Math.max(...Object.values(MEASURE_CODES)) + 1;
  let folder: string;
  let next: { codec: typeof import("./codec.ts"); rollup: typeof import("./index.ts") };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "deploy-lens-"));
    cpSync(join(import.meta.dirname, ".."), folder, { recursive: true });
    add(join(folder, "vocabulary", "phase.ts"), '  "pull_image",\n', '  "announced_later",\n');
    add(join(folder, "rollup", "codes.ts"), "  total: 6,\n", `  announced_later: ${nextCode},\n`);
    next = {
      codec: await import(join(folder, "rollup", "codec.ts")),
      rollup: await import(join(folder, "rollup", "index.ts")),
    };
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function add(file: string, after: string, line: string): void {
    const source = readFileSync(file, "utf8");
    expect(source.split(after).length, `${file} has no line ${after}`).toBe(2);
    writeFileSync(file, source.replace(after, after + line));
  }

  const phase = { startedAfterMs: 0, wallMs: 900, criticalMs: 900, unmeasured: null } as const;
  const announced = { ...phase, phase: "announced_later" as "start_model" };
  const durations = durationsOf({
    phases: [{ ...phase, phase: "pull_image" }, announced],
    models: [],
    totalMs: 1_800,
  });
  const words = (rollup: ReturnType<typeof decodeRollup>) =>
    [...rollup.series.values()].map(({ measure }) => measure);

  it.each(stored)("reads what is stored today: $proves", ({ bytes, text }) => {
    expect(next.rollup.rollupText(next.codec.decodeRollup(bytesOf(bytes)))).toBe(text);
  });

  it("reads what this version makes of its deployments: the word that has no code here was written out", () => {
    const read = next.codec.decodeRollup(encodeRollup(rollupOf([durations])));
    expect(words(read)).toContain("announced_later");
    expect(next.rollup.rollupText(read)).toBe(rollupText(rollupOf([durations])));
  });

  it("is read by this version: its word is stored under its code, and restored by the newer version", () => {
    const bytes = next.codec.encodeRollup(next.rollup.rollupOf([durations]));
    const read = decodeRollup(bytes);
    expect(words(read)).toEqual(["pull_image", "gap", "total", `code_${nextCode}`]);
    expect(encodeRollup(read)).toEqual(bytes);
    expect(words(next.codec.decodeRollup(encodeRollup(read)))).toContain("announced_later");
  });
});
