import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test.each([
  ["README.md", "en"],
  ["README.zh-CN.md", "zh"],
])("%s shows what the command prints", (file, language) => {
  const readme = readFileSync(join(root, file), "utf8");
  expect(readme).toContain("npm run derive -- packages/core/fixtures/documented-sample.json");
  const { stdout } = spawnSync(
    process.execPath,
    [
      join(root, "apps/cli/src/derive.ts"),
      join(root, "packages/core/fixtures/documented-sample.json"),
      ...["--language", language, "--time-zone", "UTC", "--width", "100"],
    ],
    { encoding: "utf8", env: { NO_COLOR: "1" } },
  );
  const [, shown] = /```\n(zcjtest-07085[\s\S]*?)```/.exec(readme) ?? [];
  expect(shown?.trimEnd()).toBe(stdout.trimEnd());
});

test("every command that the documents name is there", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const documents = [
    "README.md",
    "README.zh-CN.md",
    ...["architecture", "cost", "decisions", "runbook"].map((name) => `docs/${name}.md`),
  ];
  for (const document of documents) {
    const named = readFileSync(join(root, document), "utf8").matchAll(/npm run ([\w:-]+)/g);
    for (const [, name = ""] of named) expect(scripts, document).toHaveProperty([name]);
  }
});
