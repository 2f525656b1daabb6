import { readFileSync } from "node:fs";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { expect, test } from "vitest";
import type { Measured } from "./phase-name.tsx";

const stylesheet = readFileSync(new URL("phases.css", import.meta.url), "utf8");
const tokens = readFileSync(new URL("../design/tokens.css", import.meta.url), "utf8");
const measured: readonly Measured[] = [...PHASES, "gap", "total"];

test.each(measured)("%s has a color and a pattern", (name) => {
  const [, rule = ""] = stylesheet.split(`[data-phase="${name}"] {`);
  const declarations = rule.slice(0, Math.max(0, rule.indexOf("}")));
  const color = /--phase: var\((--[a-z-]+)\);/.exec(declarations)?.[1];
  expect(color, `apps/dashboard/src/phases/phases.css: give [data-phase="${name}"] a --phase`).toBeDefined();
  expect(declarations, `apps/dashboard/src/phases/phases.css: [data-phase="${name}"]`).toContain(
    "--pattern:",
  );
  expect(tokens, `apps/dashboard/src/design/tokens.css: define ${color}`).toContain(`${color}: light-dark(`);
});

test("no two have the same color", () => {
  const colors = [...stylesheet.matchAll(/--phase: var\((--[a-z-]+)\);/g)].map(([, color]) => color);
  expect(
    colors.length,
    `apps/dashboard/src/phases/phases.css: a rule for each of ${measured.join(", ")}`,
  ).toBe(measured.length);
  expect(new Set(colors).size, "apps/dashboard/src/phases/phases.css").toBe(measured.length);
});
