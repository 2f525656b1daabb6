import { spawnSync } from "node:child_process";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

const documents = globSync(
  ["*.md", ".github/**/*.md", "docs/*.md", "{packages,apps}/*/README.md", "*/README.md"],
  {
    cwd: root,
  },
).sort();

test.each(documents)("every command that %s names is there", (document) => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = readFileSync(join(root, document), "utf8").matchAll(/npm run (?:--silent )?([\w:-]+)/g);
  for (const [, name = ""] of named) expect(scripts).toHaveProperty([name]);
});

test.each(documents)("what %s links to is there", (document) => {
  const links = readFileSync(join(root, document), "utf8").matchAll(
    /\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g,
  );
  for (const [, path = ""] of links) {
    expect(existsSync(join(root, dirname(document), path)), `${document}: ${path}`).toBe(true);
  }
});

test("every workspace says what it is", () => {
  const workspaces = globSync(["{packages,apps}/*/package.json", "{infra,bench,prove,e2e}/package.json"], {
    cwd: root,
  });
  for (const manifest of workspaces) {
    expect(documents, "write ten lines").toContain(join(dirname(manifest), "README.md"));
  }
});

test("docs/architecture.md has a map of the tree", () => {
  const map = readFileSync(join(root, "docs", "architecture.md"), "utf8").split("## The tree")[1] ?? "";
  const rows = new Map(
    [...map.matchAll(/^\| `([\w/-]+)` \| (.*) \|$/gm)].map(([, folder = "", what = ""]) => [folder, what]),
  );
  const sources = globSync(["{packages,apps}/*/src", "infra/src", "bench/src", "prove/src", "e2e"], {
    cwd: root,
  });
  for (const source of sources) {
    const folder = source.replace(/\/src$/, "");
    const rooms = readdirSync(join(root, source), { withFileTypes: true })
      .filter(
        (entry) =>
          entry.isDirectory() && !/^(testing|node_modules|dist|__snapshots__|[.].*)$/.test(entry.name),
      )
      .map(({ name }) => name);
    for (const room of rooms)
      expect(rows.get(folder), `add ${folder}/${room} to the map`).toContain(`\`${room}\``);
  }
});
