import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** The product's commands and their files; those that test, measure and generate are for its developers. */
const COMMANDS = Object.entries<string>(scripts).flatMap(([name, script]) => {
  const [, file] = /scripts\/run\.mjs ((?:apps|infra)\/\S+)$/.exec(script) ?? [];
  return file === undefined || name === "generate" ? [] : [[name, file] as const];
});

test("every command ends by packages/command, which sets the exit code", () => {
  const own = COMMANDS.filter(
    ([, file]) => !/\b(?:run\w*Command|reportError)\(/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(own).toEqual([]);
});

test.each(["start", "derive", "rebuild", "verify", "backtest", "changes", "doctor"])(
  "npm run %s answers an unknown option with one line and exit code 2",
  (name) => {
    const file = new Map(COMMANDS).get(name) ?? "";
    const command = [file, "--nonsense"];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^(?:npm )?${name}: Unknown option '--nonsense'[^\n]*\n$`));
  },
);
