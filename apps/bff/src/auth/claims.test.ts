import { expect, test } from "vitest";
import { assertAccessToken, assertAudience, projectsIn, textsIn } from "./claims.ts";

test.each([
  [" a, b\tc ", ["a", "b", "c"]],
  ["", []],
  [
    ["a", 7, null, "b c"],
    ["a", "b c"],
  ],
  ["[a b]", []],
  ["[]", []],
  ['["a b","c"]', ["a b", "c"]],
  ['[ "a" ]', ["a"]],
  [' ["a"] ', ["a"]],
  ['x["a"]', ['x["a"]']],
  ["[ ]", []],
  [7, []],
  [undefined, []],
])("the texts of a claim %j are %j", (claim, texts) => {
  expect(textsIn(claim)).toEqual(texts);
});

test("only what can be a project's id is one, however the claim is spelt", () => {
  const claims: [unknown, string[]][] = [
    [
      ["demo", "*", "../x", "a b", "", "-a", "a-", "a".repeat(64), "a".repeat(65)],
      ["demo", "a".repeat(64)],
    ],
    ["demo * ../x", ["demo"]],
    ["p2 demo", ["p2", "demo"]],
    ["", []],
    [{ demo: true }, []],
  ];
  for (const [claim, ids] of claims) expect([claim, ...projectsIn(claim)]).toEqual([claim, ...ids]);
});

test.each([
  [{}, true],
  [{ token_use: "access", typ: "Bearer" }, true],
  [{ typ: 7 }, true],
  [{ typ: "IDs" }, true],
  [{ typ: "No ID" }, true],
  [{ token_use: "id" }, false],
  [{ typ: "id" }, false],
  [{ typ: "Refresh" }, false],
  [{ typ: "Offline" }, false],
  [{ typ: "Logout" }, false],
  [{ typ: ["ID"] }, false],
  [{ at_hash: "x" }, false],
  [{ c_hash: "x" }, false],
])("a token with the claims %j grants access: %s", (claims, grants) => {
  const check = () => assertAccessToken(claims, null);
  if (grants) expect(check).not.toThrow();
  else expect(check).toThrow("Send an access token, not an ID token.");
});

test.each([
  [{ scope: "openid deploy-lens/read" }, true],
  [{ scp: ["deploy-lens/read"] }, true],
  [{ scope: "openid deploy-lens/reader" }, false],
  [{}, false],
])("a token with the claims %j has the scope that is asked for: %s", (claims, has) => {
  const check = () => assertAccessToken(claims, "deploy-lens/read");
  if (has) expect(check).not.toThrow();
  else expect(check).toThrow("The token lacks the scope deploy-lens/read.");
});

test.each([
  [{ aud: "deploy-lens" }, true],
  [{ aud: ["other", "deploy-lens"] }, true],
  [{ client_id: "deploy-lens" }, true],
  [{ aud: "other", client_id: "deploy-lens" }, false],
  [{}, false],
])("a token with the claims %j is meant for us: %s", (claims, isOurs) => {
  const check = () => assertAudience(claims, ["us", "deploy-lens"]);
  if (isOurs) expect(check).not.toThrow();
  else expect(check).toThrow("The token is meant for another audience.");
});
