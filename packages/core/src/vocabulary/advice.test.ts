import { describe, expect, test } from "vitest";
import { adviceFor, causeTitle } from "./advice.ts";
import { FAILURE_CAUSES } from "./signal.ts";

describe.each(FAILURE_CAUSES)("the cause %s", (cause) => {
  test("has a short title of its own in both languages", () => {
    const others = FAILURE_CAUSES.filter((other) => other !== cause).map((other) => causeTitle(other).zh);
    expect(causeTitle(cause).en).toMatch(/^[A-Z][a-z ]{3,40}$/);
    expect(causeTitle(cause).zh).toMatch(/^\p{Script=Han}{2,12}$/u);
    expect(others).not.toContain(causeTitle(cause).zh);
  });

  test("has advice in whole sentences in both languages", () => {
    expect(adviceFor(cause).en).toMatch(/^[A-Z].*[.]$/);
    expect(adviceFor(cause).zh).toMatch(/^.*\p{Script=Han}.*。$/u);
    expect(adviceFor(cause).en).not.toMatch(/\p{Script=Han}/u);
  });
});

describe("the documented figures", () => {
  test("three tries for resources", () => {
    expect(adviceFor("insufficient_resources").en).toContain("three times");
    expect(adviceFor("insufficient_resources").zh).toContain("三次");
  });

  test("port 8080, and 20 minutes until a start is given up", () => {
    for (const text of Object.values(adviceFor("model_start"))) expect(text).toMatch(/8080.*20/s);
  });

  test("a deployment time-out of 20 minutes, between 3 and 120", () => {
    for (const text of Object.values(adviceFor("timeout"))) expect(text).toMatch(/20.*3.*120/s);
  });
});
