import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSettings } from "./read-settings.ts";
import { ENVIRONMENTS } from "./settings.ts";
import { synthesize } from "./testing/environment.ts";

const FOLDER = join(import.meta.dirname, "../environments");

/** What is deployed must not change unnoticed; `npm test -- -u infra` takes a change in. */
describe.each(ENVIRONMENTS)("%s", (environment) => {
  const templates = synthesize(environment, readSettings(environment, FOLDER));

  test.each(["stateful", "service", "web", "monitoring"] as const)("%s", (stack) => {
    expect(templates[stack].toJSON()).toMatchSnapshot();
  });
});
