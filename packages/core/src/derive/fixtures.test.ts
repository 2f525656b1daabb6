import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DerivationFixture, derivedFixture } from "../testing/derivation-fixtures.ts";

const FOLDER = new URL("../../fixtures/derivation/", import.meta.url);

test.each(readdirSync(FOLDER))("%s", (file) => {
  const fixture = DerivationFixture.parse(JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")));
  const message = `rule ${fixture.rule} of contract 3: ${fixture.proves} (fixtures/derivation/${file})`;
  expect(derivedFixture(fixture), message).toEqual(fixture.expected);
});
