import { describe, expect, test } from "vitest";
import withCatalog from "../../fixtures/wire/iam-token-answer-with-catalog.json" with { type: "json" };
import { parseIamTokenAnswer, tokenExpiresAtMs } from "./iam-token.ts";

describe("parseIamTokenAnswer", () => {
  test("keeps the expiry alone", () => {
    expect(parseIamTokenAnswer(withCatalog)).toEqual({
      token: { expires_at: "2026-11-24T09:08:49.965000Z" },
    });
  });

  test.each([
    [{}, "IAM token answer: token: expected object, got nothing"],
    [{ token: {} }, "IAM token answer: token.expires_at: expected string, got nothing"],
    [{ token: { expires_at: 5 } }, "IAM token answer: token.expires_at: expected string, got 5"],
    [
      { token: { expires_at: "soon 1" } },
      "IAM token answer: token.expires_at: expected datetime text, got string",
    ],
  ])("refuses %j", (value, message) => {
    expect(() => parseIamTokenAnswer(value)).toThrow(message);
  });
});

describe("tokenExpiresAtMs", () => {
  test.each([
    ["2026-11-24T09:08:49.965000Z", Date.UTC(2026, 10, 24, 9, 8, 49, 965)],
    ["2026-11-24T17:08:49+08:00", Date.UTC(2026, 10, 24, 9, 8, 49)],
  ])("reads %s", (expires_at, expected) => {
    expect(tokenExpiresAtMs(parseIamTokenAnswer({ token: { expires_at } }))).toBe(expected);
  });
});
