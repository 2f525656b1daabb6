import { expect, test } from "vitest";
import { ProblemError } from "../request/problem-error.ts";
import { wireErrorBody, wireErrorStatus } from "./wire-error.ts";

test("clients of ModelArts get its codes, its status for throttling, and what is wrong in one sentence or two", () => {
  const throttled = new ProblemError("upstream-throttled");
  expect(wireErrorStatus(throttled)).toBe(429);
  expect(wireErrorBody(throttled).error_code).toBe("APIG.0308");
  expect(wireErrorBody(throttled).error_msg).toMatch(/^[^.]+\.$/);
  const expired = new ProblemError("unauthenticated", { detail: "It is over.", wireCode: "APIG.0307" });
  expect(wireErrorStatus(expired)).toBe(401);
  expect(wireErrorBody(expired)).toEqual({
    error_code: "APIG.0307",
    error_msg: expect.stringMatching(/^[^.]+\. It is over\.$/),
  });
  expect(wireErrorStatus(new ProblemError("upstream-unavailable"))).toBe(503);
});
