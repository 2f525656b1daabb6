import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeMessage, parseMessage, REASONS, UnparseableMessageError } from "./service-message.ts";

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const message = fc.record({
  projectId: id,
  serviceId: id,
  reason: fc.constantFrom(...REASONS),
  state: fc.option(
    fc.record({
      name: fc.string({ unit: "binary" }),
      status: fc.string(),
      transitionAtMs: fc.option(fc.maxSafeInteger()),
    }),
  ),
});

test("what was encoded is parsed again", () => {
  fc.assert(
    fc.property(message, (one) => {
      expect(parseMessage(encodeMessage(one))).toEqual(one);
    }),
  );
});

test("anything else is an error of one kind, never another", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.object().map((value) => JSON.stringify(value)),
      ),
      (text) => {
        expect(() => parseMessage(text)).toThrow(UnparseableMessageError);
      },
    ),
  );
});

test("a message that is a little wrong is refused by the name of what is wrong", () => {
  const good = { version: 1, projectId: "p", serviceId: "s", reason: "open", state: null };
  const bad = {
    version: [2, "1", null],
    projectId: ["", "../p", "a/b", "x".repeat(65), 7],
    serviceId: ["", "s%2f", null],
    reason: ["because", null],
    state: [
      {},
      "running",
      { name: "n", status: 1, transitionAtMs: null },
      { name: "n", status: "s", transitionAtMs: 0.5 },
    ],
  };
  for (const [field, values] of Object.entries(bad)) {
    for (const value of values) {
      expect(() => parseMessage(JSON.stringify({ ...good, [field]: value }))).toThrow(
        new RegExp(`^${field}`),
      );
    }
  }
  expect(parseMessage(JSON.stringify({ ...good, more: "from a newer version" }))).toEqual({
    projectId: "p",
    serviceId: "s",
    reason: "open",
    state: null,
  });
});
