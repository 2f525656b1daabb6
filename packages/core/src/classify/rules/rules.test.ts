import { describe, expect, test } from "vitest";
import { CLASSIFICATION_FIXTURES } from "../../testing/classification-fixtures.ts";
import type { Rule } from "../rule.ts";
import { TEXT_SOURCES } from "../sources.ts";
import { parseTemplate } from "../template.ts";
import { CLASSIFICATION_RULES } from "./index.ts";

const fixtures = [...CLASSIFICATION_FIXTURES.values()].flat();

function textsOf(rule: Rule): string[] {
  return Object.values(rule.says).flatMap((says) => says ?? []);
}

describe.each(CLASSIFICATION_RULES.map((rule) => [rule.id, rule] as const))("rule %s", (id, rule) => {
  test("is hit by a fixture for each of its sources", () => {
    const hit = new Set(fixtures.filter(({ expected }) => expected.rule === id).map(({ source }) => source));
    // R2 is D6 word for word, so the table holds it once.
    hit.delete("R2");
    expect([...hit].sort()).toEqual(Object.keys(rule.says).sort());
  });

  test("names sources that are described", () => {
    const families = Object.keys(TEXT_SOURCES).join("");
    for (const source of Object.keys(rule.says)) {
      expect(source).toMatch(new RegExp(`^(?:[${families}][1-9][0-9]*|analogy)$`));
    }
  });

  test("is about a phase or an operation", () => {
    const readsOperation = textsOf(rule).some((text) => text.includes("<operation>"));
    expect(rule.phase ?? rule.operation ?? (readsOperation || null)).not.toBeNull();
  });

  test("has a cause where something went wrong, and only there", () => {
    const wentWrong =
      rule.signal === "failure" ||
      rule.signal === "retry" ||
      ["rollback-begin", "rollback-success", "stop-for-quota"].includes(id);
    expect(rule.cause !== undefined).toBe(wentWrong);
  });
});

test("ids are kebab-case and unique", () => {
  const ids = CLASSIFICATION_RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
});

test("no text without slots stands twice", () => {
  const fixed = CLASSIFICATION_RULES.flatMap(textsOf)
    .map(parseTemplate)
    .filter(({ slots }) => slots.length === 0)
    .map(({ literals }) => literals[0]);
  expect(fixed.filter((text, index) => fixed.indexOf(text) !== index)).toEqual([]);
});

test("every slot of the table is one that templates know", () => {
  const slots = CLASSIFICATION_RULES.flatMap(textsOf).flatMap((text) => text.match(/<[^>]*>/g) ?? []);
  expect([...new Set(slots)].sort()).toEqual(["<any>", "<error>", "<name>", "<operation>"]);
});
