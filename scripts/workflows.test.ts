import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const WORKFLOWS = globSync(".github/workflows/*.{yml,yaml}", { cwd: root }).sort();
const ACTIONS = globSync(".github/actions/*/action.{yml,yaml}", { cwd: root }).sort();

/** An expression that GitHub inserts before the shell reads the line. */
const EXPRESSION = /\$\{\{/;

const textOf = (file: string) => readFileSync(join(root, file), "utf8");

/** Every value in a file that stands under a key, with its way there, such as `jobs.part.steps.0.run`. */
function valuesOf(file: string, key: string): { where: string; value: unknown }[] {
  const found: { where: string; value: unknown }[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === key) found.push({ where: [...path, name].join("."), value: inner });
      visit(inner, [...path, name]);
    }
  };
  visit(parse(textOf(file)), []);
  return found;
}

/** A workflow's syntax for inserting a value. */
const expression = (value: string) => `$\{{ ${value} }}`;

/** The jobs of a workflow by name. */
function jobsOf(file: string): [string, Readonly<Record<string, unknown>>][] {
  return Object.entries(parse(textOf(file)).jobs);
}

test("there is something to check", () => {
  expect(WORKFLOWS).toContain(".github/workflows/ci.yml");
  expect(ACTIONS).toContain(".github/actions/set-up/action.yml");
});

describe.each([...WORKFLOWS, ...ACTIONS])("%s", (file) => {
  test("takes every action at a commit, and says which version that is", () => {
    const uses = textOf(file)
      .split("\n")
      .filter((line) => /^\s*(- )?uses:/.test(line));
    expect(uses).toHaveLength(valuesOf(file, "uses").length);
    for (const line of uses) {
      const [, local] = /uses: (\.\/\S+)$/.exec(line) ?? [];
      if (local !== undefined) expect(existsSync(join(root, local)), line).toBe(true);
      else expect(line).toMatch(/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test("puts nothing that others can choose into a script", () => {
    for (const { where, value } of valuesOf(file, "run")) expect(value, where).not.toMatch(EXPRESSION);
  });
});

describe.each(WORKFLOWS)("%s", (file) => {
  test("may do nothing, but for what each job names", () => {
    expect(parse(textOf(file)).permissions).toEqual({});
    for (const [name, job] of jobsOf(file)) expect(job, name).toHaveProperty("permissions");
  });

  test("never runs for a stranger with our rights", () => {
    expect(Object.keys(parse(textOf(file)).on)).not.toContain("pull_request_target");
  });

  test("leaves no credentials behind, and does not hang", () => {
    for (const [name, job] of jobsOf(file)) {
      if (job.uses === undefined) expect(job, name).toHaveProperty("timeout-minutes");
    }
    const checkouts = [...textOf(file).matchAll(/uses: actions\/checkout@/g)].length;
    const kept = valuesOf(file, "persist-credentials");
    expect(kept.map(({ value }) => value)).toEqual(Array.from({ length: checkouts }, () => false));
  });
});

/** The write permissions of jobs, in all workflows: `FILE JOB PERMISSION`. */
const MAY_WRITE = [
  "changes.yml comment pull-requests",
  "ci.yml dev id-token",
  "codeql.yml analyze security-events",
  "deploy.yml deploy id-token",
  "sandbox.yml sandbox id-token",
];

test("a job may write only what is listed here", () => {
  const found = WORKFLOWS.flatMap((file) =>
    jobsOf(file).flatMap(([name, { permissions }]) =>
      Object.entries(permissions ?? {})
        .filter(([, level]) => level === "write")
        .map(([permission]) => `${file.slice(".github/workflows/".length)} ${name} ${permission}`),
    ),
  );
  expect(found).toEqual(MAY_WRITE);
});

test("what may write under pull requests runs none of their code", () => {
  const text = textOf(".github/workflows/changes.yml");
  expect(text.match(/(?<=^ +ref: ).*$/gm)).toEqual([expression("github.event.repository.default_branch")]);
  expect(text).not.toMatch(/npm|pnpm|npx|\.ci\/run|set-up/);
});

test("a deployment stands behind its environment, and takes its role from there", () => {
  const file = ".github/workflows/deploy.yml";
  expect(parse(textOf(file)).jobs.deploy.environment).toBe(expression("inputs.environment"));
  expect(valuesOf(file, "role-to-assume").map(({ value }) => value)).toEqual([
    expression("vars.AWS_ROLE_ARN"),
  ]);
  expect(textOf(file)).not.toMatch(/secrets\.|aws-access-key-id/);
});

test("the workflow runs the parts of .ci/run, all of them", () => {
  const { part } = parse(textOf(".github/workflows/ci.yml")).jobs;
  const { stderr, status } = spawnSync(join(root, ".ci/run"), ["?"], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toBe(`.ci/run: there is no part "?"; there are: ${part.strategy.matrix.part.join(" ")}\n`);
});

test("updates look at every place that names versions, and let releases grow a week old", () => {
  const { updates } = parse(textOf(".github/dependabot.yml"));
  const places = updates.flatMap(
    (entry: { "package-ecosystem": string; directory?: string; directories?: string[] }) =>
      (entry.directories ?? [entry.directory]).map((place) => `${entry["package-ecosystem"]} ${place}`),
  );
  const pip = globSync("e2e/**/requirements*.{in,txt}", { cwd: root }).map((file) => `pip /${dirname(file)}`);
  const actions = ACTIONS.map((file) => `github-actions /${dirname(file)}`);
  const go = globSync("e2e/**/go.mod", { cwd: root }).map((file) => `gomod /${dirname(file)}`);
  const npm = globSync("e2e/*/package-lock.json", { cwd: root }).map((file) => `npm /${dirname(file)}`);
  expect(places.sort()).toEqual(
    [...new Set(["npm /", "github-actions /", ...actions, ...npm, ...pip, ...go])].sort(),
  );
  for (const { cooldown } of updates) expect(cooldown["default-days"]).toBeGreaterThanOrEqual(7);
});
