import { expect, test } from "vitest";
import { ProblemError } from "../request/problem-error.ts";
import { bearerToken } from "./bearer-token.ts";

const NONE = "No token came: send it as Authorization: Bearer TOKEN.";
const NONE_ON_WIRE = "No token came: send it as Authorization: Bearer TOKEN, or as X-Auth-Token.";
const UNREADABLE = "The token cannot be read: send Authorization: Bearer TOKEN.";
const SIGNED = "Signed requests are not taken here: send a bearer token.";

/** The token that was read, or why none was. */
function read(family: "problem" | "wire", authorization?: string, xAuthToken?: string): string {
  try {
    return bearerToken({ authorization, xAuthToken }, family);
  } catch (error) {
    if (error instanceof ProblemError) return `${error.problem}: ${error.detail}`;
    throw error;
  }
}

// RFC 6750, section 2.1: the scheme in any case, spaces, and b64token.
test.each([
  ["Bearer abc", "abc"],
  ["bearer   aB0-._~+/== ", "aB0-._~+/=="],
  ["Bearer", UNREADABLE],
  ["Bearerabc", UNREADABLE],
  ["Bearer =", UNREADABLE],
  ["Bearer a=b", UNREADABLE],
  ["Bearer abc def", UNREADABLE],
  ["Bearer é", UNREADABLE],
  ["Not Bearer abc", UNREADABLE],
  ["", UNREADABLE],
  [undefined, NONE],
  [`Bearer ${"a".repeat(8_192)}`, "a".repeat(8_192)],
  [`Bearer ${"a".repeat(8_193)}`, UNREADABLE],
  ["SDK-HMAC-SHA256 Access=AK", SIGNED],
  ["Not SDK-HMAC-SHA256 Access=AK", UNREADABLE],
])("of the header %j comes %j", (authorization, expected) => {
  const result = read("problem", authorization);
  expect(result).toBe(expected.includes(" ") ? `unauthenticated: ${expected}` : expected);
});

test.each([
  ["wire", undefined, "abc", "abc"],
  ["wire", undefined, " abc== ", "abc=="],
  ["wire", undefined, "a b", UNREADABLE],
  ["wire", undefined, "a=b", UNREADABLE],
  ["wire", undefined, "=a", UNREADABLE],
  ["wire", undefined, "", UNREADABLE],
  ["wire", undefined, undefined, NONE_ON_WIRE],
  ["wire", "Bearer abc", "def", "abc"],
  ["wire", "Basic abc", "def", UNREADABLE],
  ["problem", undefined, "abc", NONE],
] as const)(
  "on a %s path, of %j and X-Auth-Token %j comes %j",
  (family, authorization, xAuthToken, expected) => {
    const result = read(family, authorization, xAuthToken);
    expect(result).toBe(expected.includes(" ") ? `unauthenticated: ${expected}` : expected);
  },
);
