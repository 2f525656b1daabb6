import { describe, expect, test } from "vitest";
import { credentialsOf, parseCredentials } from "./credentials.ts";

const AT = "2026-11-01T08:00:00+08:00";

describe("credentialsOf", () => {
  const listed = { token: "T1", projects: { b: { token: "T2" }, c: null } };

  test.each([
    [{ token: "T1" }, "a", { token: "T1" }],
    [listed, "a", { token: "T1" }],
    [listed, "b", { token: "T2" }],
    [listed, "c", null],
    [listed, "toString", { token: "T1" }],
    [{ projects: { b: { token: "T2" } } }, "a", {}],
    [{ token: "T1", projects: null }, "a", { token: "T1" }],
    ["text", "a", "text"],
  ])("of %j for %s are %j", (secret, projectId, expected) => {
    expect(credentialsOf(secret, projectId)).toEqual(expected);
  });
});

describe("parseCredentials", () => {
  test.each([
    [{ accessKey: "AK", secretKey: "S K" }, "access_key"],
    [{ accessKey: "AK", secretKey: "SK", securityToken: "ST", expiresAt: AT }, "access_key"],
    [{ accessKey: "AK", secretKey: "SK", securityToken: undefined }, "access_key"],
    [{ userName: "ops", domainName: "acme", password: "pass word" }, "password"],
    [{ token: "T" }, "token"],
  ])("takes %j", (given, kind) => {
    expect(parseCredentials(given).kind).toBe(kind);
  });

  test("reads the end of a temporary key in any offset", () => {
    const given = { accessKey: "AK", secretKey: "SK", securityToken: "ST", expiresAt: AT };
    expect(parseCredentials(given)).toMatchObject({ expiresAtMs: Date.UTC(2026, 10, 1) });
  });

  test.each([
    [{ accessKey: "AK\n", secretKey: "SK" }, "accessKey holds a line break"],
    [{ accessKey: "A K", secretKey: "SK" }, "accessKey holds a character that no header can carry"],
    [{ accessKey: "AK", secretKey: "SK\r\n" }, "secretKey holds a line break"],
    [{ accessKey: "AK", secretKey: "SK", securityToken: "ST\n" }, "securityToken holds a line break"],
    [{ userName: "ops\n", domainName: "acme", password: "p" }, "userName holds a line break"],
    [{ userName: "ops", domainName: "acme\n", password: "p" }, "domainName holds a line break"],
    [{ userName: "ops", domainName: "acme", password: "p\n" }, "password holds a line break"],
    [{ token: "T\n" }, "token holds a line break"],
    [{ accessKey: "AK", secretKey: "" }, "secretKey must not be empty"],
    [{ accessKey: "AK", secretKey: 7 }, "secretKey must be a text"],
    [{ accessKey: "AK", secretKey: "SK", expiresAt: "tomorrow" }, "expiresAt must be an ISO 8601 time"],
    [{ accessKey: "AK" }, "must be {accessKey, secretKey}"],
    [{ accessKey: "AK", secretKey: "SK", token: "T" }, "must be {accessKey, secretKey}"],
    [{ token: "T", toString: "x" }, "must be {accessKey, secretKey}"],
    [{}, "must be {accessKey, secretKey}"],
    [[], "must be {accessKey, secretKey}"],
    [null, "must be {accessKey, secretKey}"],
    ["AK:SK", "must be {accessKey, secretKey}"],
  ])("refuses %j by name, and shows no value", (given, message) => {
    expect(() => parseCredentials(given)).toThrow(message);
  });
});
