import { describe, expect, test } from "vitest";
import { startStack } from "../testing/stack.ts";
import { assertPlainTarget } from "./target.ts";

/** Requests just below and just above the limit. */
const MAX_HEADER_BYTES = 16_384;
const MAX_TARGET_LENGTH = 8_192;

describe("headers may hold 16 KB in all, names and values", () => {
  // Two names and their values: `x-a` and `x-b`.
  const ask = async (bytes: number) => {
    const stack = await startStack();
    const half = bytes / 2 - 3;
    const headers = { "x-a": "a".repeat(Math.floor(half)), "x-b": "b".repeat(Math.ceil(half)) };
    const { status } = await stack.app.request("/healthz", { headers });
    await stack.close();
    return status;
  };

  test.each([
    // A proxy that sends many cookies.
    [10_000, 200],
    [MAX_HEADER_BYTES, 200],
    [MAX_HEADER_BYTES + 1, 431],
  ])("%i bytes: %i", async (bytes, status) => {
    expect(await ask(bytes)).toBe(status);
  });

  test("many short ones count by their names, too", async () => {
    const stack = await startStack();
    const headers = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`x-${"n".repeat(60)}-${i}`, ""]),
    );
    expect((await stack.app.request("/healthz", { headers })).status).toBe(431);
    await stack.close();
  });
});

test.each([
  [MAX_TARGET_LENGTH, true],
  [MAX_TARGET_LENGTH + 1, false],
])("a target of %i characters is taken: %s", (length, isTaken) => {
  const target = `/${"a".repeat(length - 1)}`;
  if (isTaken) expect(() => assertPlainTarget(target)).not.toThrow();
  else expect(() => assertPlainTarget(target)).toThrow("8192 characters");
});
