import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** Names that several files may export, each with its reason. */
const SHARED: Readonly<Record<string, string>> = {
  handler: "Lambda calls it by this name",
  METRICS_NAMESPACE: "both apps' constants answer it, and infra reads either by one type",
  METRICS_DIMENSION: "both apps' constants answer it, and infra reads either by one type",
  COMMON_OPTIONS: "each app's commands have options of their own",
  COMMON_HELP: "each app's commands have options of their own",
  EnvironmentError:
    "the BFF reads its environment without a library; an error shared with analytics would load one",
};

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|class|interface|type|let)\s+([\w$]+)/gm;

function exportedNames(): Map<string, readonly string[]> {
  const files = globSync(["{packages,apps}/*/src/**/*.{ts,tsx}", "infra/src/**/*.ts"], { cwd: root })
    .filter((file) => !/[.]test(-d)?[.]tsx?$|[.]d[.]ts$|\/testing\//.test(file))
    .sort();
  const names = new Map<string, readonly string[]>();
  for (const file of files) {
    const exported = readFileSync(join(root, file), "utf8").matchAll(EXPORT);
    for (const name of new Set([...exported].map(([, name = ""]) => name))) {
      names.set(name, [...(names.get(name) ?? []), file]);
    }
  }
  return names;
}

test("an exported name means one thing in the product", () => {
  const twice = [...exportedNames()]
    .filter(([name, files]) => files.length > 1 && !Object.hasOwn(SHARED, name))
    .map(([name, files]) => `name each ${name} by its role: ${files.join(", ")}`);
  expect(twice, twice.join("\n")).toEqual([]);
});

test("every name that is excused stands in several files", () => {
  const names = exportedNames();
  const once = Object.keys(SHARED).filter((name) => (names.get(name)?.length ?? 0) < 2);
  expect(once, `take ${once.join(", ")} out of SHARED`).toEqual([]);
});
