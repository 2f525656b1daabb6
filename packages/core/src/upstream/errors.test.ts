import { describe, expect, test } from "vitest";
import bothForms from "../../fixtures/wire/error-in-both-forms-at-once.json" with { type: "json" };
import modelArts from "../../fixtures/wire/error-of-modelarts.json" with { type: "json" };
import olderWords from "../../fixtures/wire/error-of-modelarts-in-older-words.json" with { type: "json" };
import gateway from "../../fixtures/wire/error-of-the-gateway-with-request-id.json" with { type: "json" };
import identity from "../../fixtures/wire/error-of-the-identity-service.json" with { type: "json" };
import { parseUpstreamError, wireError } from "./errors.ts";

const silent = { code: null, message: null, requestId: null };

describe("parseUpstreamError", () => {
  test("reads ModelArts' own form", () => {
    expect(parseUpstreamError(modelArts)).toEqual({
      code: "ModelArts.3502",
      message: "Service churn-score does not exist.",
      requestId: null,
    });
  });

  test("reads the older key of the message", () => {
    expect(parseUpstreamError(olderWords)).toEqual({
      code: "ModelArts.0101",
      message: "Invalid Argument.",
      requestId: null,
    });
  });

  test("reads the gateway's form with its request id", () => {
    expect(parseUpstreamError(gateway)).toEqual({
      code: "APIG.0308",
      message: "The throttling threshold has been reached: policy user over ratelimit,limit:20,time:1 minute",
      requestId: "5f1f6bd52f344a9a9a523a3fd2a4c0ff",
    });
  });

  test("reads the identity service's form, its code in digits", () => {
    expect(parseUpstreamError(identity)).toEqual({
      code: "401",
      message: "The token must be updated.",
      requestId: null,
    });
  });

  test("takes the outer form where both are given", () => {
    expect(parseUpstreamError(bothForms)).toEqual({
      code: "APIG.0308",
      message: "The throttling threshold has been reached.",
      requestId: null,
    });
  });

  test("reads a plain message", () => {
    expect(parseUpstreamError({ error: "Not Found", path: "/v1" }).message).toBe("Not Found");
    expect(parseUpstreamError({ error: "Not Found", message: "No handler" }).message).toBe("No handler");
  });

  test.each([
    [null],
    [undefined],
    [""],
    ["<html>502 Bad Gateway</html>"],
    [0],
    [[]],
    [{}],
    [{ error: null }],
  ])("finds nothing in %j", (body) => {
    expect(parseUpstreamError(body)).toEqual(silent);
  });

  test("does not take blank text or objects for an answer", () => {
    const body = {
      error_code: " ",
      error_msg: { en: "no" },
      request_id: [],
      error: { code: {}, message: "" },
    };
    expect(parseUpstreamError(body)).toEqual(silent);
  });
});

describe("wireError", () => {
  test("is read back by parseUpstreamError", () => {
    const body = wireError("ModelArts.0107", "limit is 0: must be an integer from 1 to 1000");
    expect(body).toEqual({
      error_code: "ModelArts.0107",
      error_msg: "limit is 0: must be an integer from 1 to 1000",
    });
    expect(parseUpstreamError(body)).toEqual({
      code: "ModelArts.0107",
      message: "limit is 0: must be an integer from 1 to 1000",
      requestId: null,
    });
  });
});
