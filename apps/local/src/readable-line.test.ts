import { createLog } from "@deploy-lens/observe/log";
import { expect, test } from "vitest";
import { readableLine } from "./readable-line.ts";

test("a line of the log says when, how bad, what, and of what", () => {
  const lines: string[] = [];
  const log = createLog({
    level: "warn",
    now: () => Date.UTC(2026, 10, 23, 12, 0, 7),
    writeLine: (line) => lines.push(readableLine(line)),
  });
  log.info("not worth a line");
  log.warn("an odd name", { name: "a\u001b[2Jb" });
  log.error("a project could not be scanned", { projectId: "demo", error: new Error("no answer") });
  log.error("nothing more");
  expect(lines).toEqual([
    '12:00:07Z warn: an odd name (name "a\\u001b[2Jb")',
    '12:00:07Z error: a project could not be scanned (projectId "demo", error "Error: no answer")',
    "12:00:07Z error: nothing more",
  ]);
});
