import { expect, test } from "vitest";
import { compilerErrors } from "./compiler-errors.ts";

/** The output of `tsc --build` 7 when two projects import a broken file. */
const OUTPUT = `packages/core/src/rollup/codec.ts(183,57): error TS2345: Argument of type '"a"' is not assignable.
  Type '"a"' is not assignable to type '"b"'.
packages/core/src/rollup/codec.ts(183,57): error TS2345: Argument of type '"a"' is not assignable.
  Type '"a"' is not assignable to type '"b"'.
apps/cli/src/events.ts(4,1): error TS2304: Cannot find name 'x'.
apps/cli/src/events.ts(4,1): error TS2304: Cannot find name 'x'.
`;

test("an error that several projects repeat stands once, with its details", () => {
  expect(compilerErrors(OUTPUT)).toBe(
    [
      `packages/core/src/rollup/codec.ts(183,57): error TS2345: Argument of type '"a"' is not assignable.`,
      `  Type '"a"' is not assignable to type '"b"'.`,
      "apps/cli/src/events.ts(4,1): error TS2304: Cannot find name 'x'.",
    ].join("\n"),
  );
});

test("a failure without a compiler error is shown as it is", () => {
  const crashed = "fatal error: out of memory\n  goroutine 1\n";
  expect(compilerErrors(crashed)).toBe(crashed.trim());
});
