import { expect, test } from "vitest";
import { compilerErrors } from "./compiler-errors.ts";

/** What turbo 2 prints of `tsc` 6 with `--continue --log-order=grouped --output-logs=errors-only`. */
const OUTPUT = `@deploy-lens/core:typecheck: cache miss, executing 3f2a
@deploy-lens/core:typecheck: src/rollup/codec.ts(183,57): error TS2345: Argument of type '"a"' is not assignable.
@deploy-lens/core:typecheck:   Type '"a"' is not assignable to type '"b"'.
@deploy-lens/cli:typecheck: ../../packages/core/src/rollup/codec.ts(183,57): error TS2345: Argument of type '"a"' is not assignable.
@deploy-lens/cli:typecheck:   Type '"a"' is not assignable to type '"b"'.
@deploy-lens/cli:typecheck: src/events.ts(4,1): error TS2304: Cannot find name 'x'.
@deploy-lens/core#typecheck:  ERROR  command (/clone/packages/core) /clone/node_modules/.bin/pnpm run typecheck exited (1)
@deploy-lens/cli#typecheck:  ERROR  command (/clone/apps/cli) /clone/node_modules/.bin/pnpm run typecheck exited (1)
`;

test("an error that several packages repeat stands once, by its path from the root", () => {
  expect(compilerErrors(OUTPUT, "/clone")).toEqual([
    "apps/cli/src/events.ts(4,1): error TS2304: Cannot find name 'x'.",
    [
      `packages/core/src/rollup/codec.ts(183,57): error TS2345: Argument of type '"a"' is not assignable.`,
      `  Type '"a"' is not assignable to type '"b"'.`,
    ].join("\n"),
  ]);
});

test("a failure that no compiler error explains leaves the whole output to be read", () => {
  const crashed =
    "@deploy-lens/api#typecheck:  ERROR  command (/clone/packages/api) /clone/pnpm exited (134)\n";
  expect(compilerErrors(`${OUTPUT}${crashed}`, "/clone")).toEqual([]);
  expect(compilerErrors("turbo: command not found\n", "/clone")).toEqual([]);
});
