import { describe, expect, test } from "vitest";
import { CLASSIFICATION_FIXTURES } from "../../testing/classification-fixtures.ts";
import { PHASES } from "../../vocabulary/phase.ts";
import { canonical } from "../canonical.ts";
import { CLASSIFICATION_RULES } from "../index.ts";
import { readings } from "../label.ts";
import type { Rule } from "../rule.ts";
import { TEXT_SOURCES } from "../sources.ts";
import { matchTemplate, parseTemplate } from "../template.ts";

const fixtures = [...CLASSIFICATION_FIXTURES.values()].flat();

/** The file of `fixtures/classification` that holds a source's texts: the one that holds most of its family. */
function fileOf(source: string): string {
  const family = source === "analogy" ? /^analogy$/ : new RegExp(`^${source.charAt(0)}[0-9]+$`);
  const counts = [...CLASSIFICATION_FIXTURES].map(
    ([name, rows]) => [name, rows.filter((row) => family.test(row.source)).length] as const,
  );
  const [name] = counts.reduce((most, other) => (other[1] > most[1] ? other : most));
  return `packages/core/fixtures/classification/${name}.json`;
}

/** True if a text of the platform, with or without its model label, is this text of the table. */
function isSaidBy(text: string, message: string): boolean {
  const template = parseTemplate(text);
  return readings(message).some((reading) => {
    const said = canonical(reading.text);
    return template.slots.length === 0
      ? said === template.literals[0]
      : matchTemplate(template, said) !== null;
  });
}

function textsOf(rule: Rule): string[] {
  return Object.values(rule.says).flatMap((says) => says ?? []);
}

describe.each(CLASSIFICATION_RULES.map((rule) => [rule.id, rule] as const))("rule %s", (id, rule) => {
  const rows = fixtures.filter(({ expected }) => expected.rule === id);

  test("is hit by a fixture for each of its texts", () => {
    const missing = Object.entries(rule.says).flatMap(([source, says]) =>
      [says ?? []]
        .flat()
        .filter((text) => !rows.some((row) => row.source === source && isSaidBy(text, row.text)))
        .map((text) => `add a row for ${source} "${text}" to ${fileOf(source)}`),
    );
    expect(missing, missing.join("\n")).toEqual([]);
  });

  test("says what its fixtures' sources say", () => {
    // R2 is D6 word for word, so the table holds it once.
    const unknown = rows.filter(({ source }) => source !== "R2" && !Object.hasOwn(rule.says, source));
    const message = unknown.map(({ source, text }) => `rule ${id} says nothing of ${source}: "${text}"`);
    expect(unknown, message.join("\n")).toEqual([]);
  });

  test("names sources that are described", () => {
    const families = Object.keys(TEXT_SOURCES).join("");
    for (const source of Object.keys(rule.says)) {
      expect(source).toMatch(new RegExp(`^(?:[${families}][1-9][0-9]*|analogy)$`));
    }
  });

  test("takes its operation from the slot of each text, or of none", () => {
    const without = textsOf(rule).filter((text) => !text.includes("<operation>"));
    expect(without.length).toBe(rule.operation === "<operation>" ? 0 : textsOf(rule).length);
  });

  test("has a cause where something went wrong, and only there", () => {
    const wentWrong =
      rule.signal === "failure" ||
      rule.signal === "retry" ||
      ["rollback-begin", "rollback-success", "stop-for-quota"].includes(id);
    expect(rule.cause !== undefined).toBe(wentWrong);
  });
});

test.each(PHASES)("%s has a text that begins it and one that ends it well", (phase) => {
  const signals = CLASSIFICATION_RULES.filter((rule) => rule.phase === phase).map(({ signal }) => signal);
  const message = `add a rule to packages/core/src/classify/rules/phase.ts for the begin and the success of ${phase}`;
  expect(signals, message).toEqual(expect.arrayContaining(["begin", "success"]));
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
