import { expect, test } from "vitest";
import { createLog, errorText, LOG_LEVELS, type LogLevel } from "./log.ts";

function start(level: LogLevel) {
  const lines: string[] = [];
  const log = createLog({ level, now: () => 1_795_435_200_000, writeLine: (line) => void lines.push(line) });
  return { log, lines };
}

test("a line is one JSON object, with the time and level where Lambda's own log format has them", () => {
  const { log, lines } = start("info");
  log.warn("look here", { service: "a/b", text: "two\nlines \u001b[31m" });
  expect(lines).toEqual([
    '{"timestamp":"2026-11-23T12:00:00.000Z","level":"WARN","message":"look here","service":"a/b","text":"two\\nlines \\u001b[31m"}',
  ]);
});

test.each(LOG_LEVELS)("level %s lets by what is as grave", (level) => {
  const { log, lines } = start(level);
  for (const one of LOG_LEVELS) log[one]("x");
  expect(lines).toHaveLength(LOG_LEVELS.length - LOG_LEVELS.indexOf(level));
});

test("an error is logged with its class, its text and its causes, and nothing else", () => {
  const cause = Object.assign(new TypeError("inner"), { token: "canary" });
  const error = Object.assign(new Error("outer", { cause }), { headers: { authorization: "canary" } });
  expect(errorText(error)).toBe("Error: outer (TypeError: inner)");
  expect(errorText("a text")).toBe("a text");
  const { log, lines } = start("info");
  log.error("failed", { error });
  expect(lines[0]).toContain('"error":"Error: outer (TypeError: inner)"');
  expect(lines[0]).not.toContain("canary");
});
