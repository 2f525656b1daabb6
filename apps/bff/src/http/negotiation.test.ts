import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { preferredLanguage } from "../request/language.ts";
import { continueTrace } from "../request/trace-context.ts";
import { encodeFor, preferredCoding } from "./encode.ts";
import { isNotModified, tagText } from "./entity-tag.ts";
import { preferredType } from "./media-type.ts";

describe("preferredLanguage", () => {
  test.each([
    [undefined, "en"],
    ["", "en"],
    ["zh", "zh"],
    ["zh-Hans-CN", "zh"],
    ["zh-CN,zh;q=0.9,en;q=0.8", "zh"],
    ["en;q=0.5, zh;q=0.6", "zh"],
    ["en-GB, zh", "en"],
    ["fr, de;q=0.8, zh;q=0.1", "zh"],
    ["zh;q=0, en;q=0.1", "en"],
    ["zhu, fr", "en"],
    ["zh;q=2", "zh"],
    [";;;,,,q=1", "en"],
  ])("%s: %s", (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});

describe("preferredType", () => {
  const offered = ["application/json", "text/csv"] as const;

  test.each([
    [undefined, "application/json"],
    ["", "application/json"],
    ["*/*", "application/json"],
    ["text/csv", "text/csv"],
    ["text/*", "text/csv"],
    ["TEXT/CSV", "text/csv"],
    ["application/json;q=0.5, text/csv", "text/csv"],
    ["text/csv;q=0.5, */*;q=0.4", "text/csv"],
    ["text/csv;q=0, */*", "application/json"],
    ["  ", "application/json"],
    ["text/csv;header=present", "text/csv"],
    ["text/csv;xq=0", "text/csv"],
    ["text/csv;q=0x", "text/csv"],
    ["text/csv; q=0.1 , application/json;q=0.5", "application/json"],
    ["text/csv;q=0.25, application/json;q=0.3", "application/json"],
    [" text/csv ;q=0.5", "text/csv"],
    ["text/html, application/xhtml+xml, */*;q=0.8", "application/json"],
  ])("%s: %s", (accept, type) => {
    expect(preferredType(accept, offered)).toBe(type);
  });

  test.each(["image/png", "text/csv;q=0", "application/*;q=0", "nonsense"])(
    "%s: not acceptable",
    (accept) => {
      expect(() => preferredType(accept, offered)).toThrow("application/json or text/csv");
    },
  );
});

describe("preferredCoding", () => {
  test.each([
    ["gzip, deflate, br, zstd", "br"],
    ["gzip", "gzip"],
    ["gzip;q=1.0, br;q=0.5", "gzip"],
    ["gzip;q=0.5, br;q=0.5", "br"],
    ["*", "br"],
    ["br;q=0, *;q=0.1", "gzip"],
    ["gzip;q=0.1, *;q=0.3", "br"],
    ["identity", null],
    ["identity, gzip;q=0.5", null],
    ["identity;q=0.5, gzip;q=0.5", "gzip"],
    ["gzip;q=0, br;q=0", null],
    ["", null],
    ["deflate", null],
  ])("%j: %s", (accepted, coding) => {
    expect(preferredCoding(accepted)).toBe(coding);
  });

  test("what is accepted is what is sent, or nothing", async () => {
    const encoded = await encodeFor("gzip", "text");
    expect(encoded?.coding).toBe("gzip");
    expect(gunzipSync(encoded?.bytes ?? "").toString()).toBe("text");
    expect(await encodeFor("identity", "text")).toBeNull();
  });
});

describe("entity tags", () => {
  const tag = { identity: "abcdefghijklmnopqrstuv", asOfMs: 1_562_597_332_582 };

  test("name the content, the moment and the coding", () => {
    expect(tagText(tag)).toBe('"abcdefghijklmnopqrstuv.jxui3ucm"');
    expect(tagText(tag, "br")).toBe('"abcdefghijklmnopqrstuv.jxui3ucm~br"');
    expect(tagText({ identity: "abc", asOfMs: null })).toBe('"abc"');
    expect(tagText({ identity: "abc", asOfMs: null }, "gzip")).toBe('"abc~gzip"');
  });

  test.each([
    ['"abcdefghijklmnopqrstuv.jxui3ucm"', true],
    ['W/"abcdefghijklmnopqrstuv.jxui3ucm"', true],
    ['"abcdefghijklmnopqrstuv.zzzzzzzz"', true],
    ['"other", "abcdefghijklmnopqrstuv.1"', true],
    ["*", true],
    [" * ", true],
    ['"abcdefghijklmnopqrstuw.jxui3ucm"', false],
    ['"abcdefghijklmnopqrstuv~gzip"', true],
    ['"abcdefghijklmnopqrstuv"', true],
    ['"abcdefghijklmnopqrstuvw"', false],
    ['"abcdefghijklmnopqrstuv', false],
    ["abcdefghijklmnopqrstuv.jxui3ucm", false],
    ["", false],
    [undefined, false],
  ])("%s holds: %s", (header, holds) => {
    expect(isNotModified(header, tag) !== null).toBe(holds);
  });
});

describe("trace context", () => {
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";

  test.each([
    [`00-${trace}-00f067aa0ba902b7-01`, "01"],
    [`00-${trace}-00f067aa0ba902b7-00`, "00"],
    [`00-${trace}-00f067aa0ba902b7-ff`, "01"],
    [`cc-${trace}-00f067aa0ba902b7-01-what-the-future-brings`, "01"],
  ])("%s goes on", (header, flags) => {
    const { traceId, traceparent } = continueTrace(header);
    expect(traceId).toBe(trace);
    expect(traceparent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-${flags}$`));
    expect(traceparent).not.toContain("00f067aa0ba902b7");
  });

  test.each([
    undefined,
    "",
    "garbage",
    `ff-${trace}-00f067aa0ba902b7-01`,
    `00-${trace}-00f067aa0ba902b7-01-more`,
    `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
    `00-${trace}-${"0".repeat(16)}-01`,
    `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
  ])("%s begins a new one", (header) => {
    const { traceId, traceparent } = continueTrace(header);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceId).not.toBe(trace);
    expect(traceparent).toBe(`00-${traceId}-${traceparent.slice(36, 52)}-00`);
  });
});
