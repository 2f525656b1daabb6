import { UsageError } from "@deploy-lens/command";
import { describe, expect, test } from "vitest";
import { asksForHelp, readArguments } from "./arguments.ts";
import { bootstrapArguments } from "./bootstrap-arguments.ts";
import { nextSteps } from "./next-steps.ts";

const environments = ["dev", "prod-eu"];

describe("a command line", () => {
  test("names an environment", () => {
    expect(readArguments(["prod-eu"], { environments })).toEqual({
      environment: "prod-eu",
      words: [],
      yes: false,
      bootstrap: false,
      destroyProd: false,
      reason: undefined,
      from: undefined,
      after: undefined,
    });
  });

  test("may have the command's own options, in any order, and words", () => {
    const shape = { environments, options: ["yes", "reason"], takesWords: true } as const;
    expect(readArguments(["--yes", "dev", "list", "--reason=why", "id"], shape)).toMatchObject({
      environment: "dev",
      words: ["list", "id"],
      yes: true,
      reason: "why",
    });
  });

  test.each([["--help"], ["-h"], ["dev", "--help"]])("%s asks for help", (...argv) => {
    expect(readArguments(argv, { environments })).toBeNull();
  });

  test.each([
    [[], "name one environment: dev, prod-eu"],
    [["production"], "name one environment"],
    [["dev", "prod-eu"], "name one environment"],
    [["dev", "--yes"], "--yes is not an option of this command"],
    [["dev", "--force"], "Unknown option '--force'"],
  ])("%j is refused: %s", (argv, message) => {
    const shape = { environments, options: ["bootstrap"] } as const;
    expect(() => readArguments(argv, shape)).toThrow(UsageError);
    expect(() => readArguments(argv, shape)).toThrow(message);
  });
});

describe("a command line about all environments", () => {
  test("is empty, or asks for help", () => {
    expect(asksForHelp([])).toBe(false);
    expect(asksForHelp(["--help"])).toBe(true);
  });

  test.each([["dev"], ["--yes"]])("%s is refused", (...argv) => {
    expect(() => asksForHelp(argv)).toThrow(UsageError);
    expect(() => asksForHelp(argv)).toThrow("takes no arguments");
  });
});

describe("bootstrapping", () => {
  const where = {
    account: "111122223333",
    region: "eu-west-1",
    bootstrapQualifier: undefined,
    permissionsBoundary: undefined,
  };

  test("reaches us-east-1 as well where the firewall is", () => {
    expect(bootstrapArguments({ ...where, web: { firewall: false } })).toEqual([
      ["bootstrap", "aws://111122223333/eu-west-1"],
    ]);
    expect(bootstrapArguments({ ...where, web: { firewall: true } })).toEqual([
      ["bootstrap", "aws://111122223333/eu-west-1", "aws://111122223333/us-east-1"],
    ]);
  });

  test("takes the organisation's qualifier and boundary", () => {
    const strict = { ...where, bootstrapQualifier: "lens42", permissionsBoundary: "developers" };
    expect(bootstrapArguments({ ...strict, web: { firewall: false } })).toEqual([
      [
        "bootstrap",
        "aws://111122223333/eu-west-1",
        "--qualifier=lens42",
        "--toolkit-stack-name=CDKToolkit-lens42",
        "--custom-permissions-boundary=developers",
      ],
    ]);
  });

  test("needs to know where", () => {
    expect(() => bootstrapArguments({ ...where, account: undefined, web: { firewall: false } })).toThrow(
      "--bootstrap needs the settings account and region",
    );
  });
});

test("the next steps name what the deployment made", () => {
  const outputs = new Map([
    ["DashboardUrl", "https://lens.test"],
    ["CredentialsSecret", "arn:secret"],
    ["SignInCallback", "https://lens.test/signed-in"],
  ]);
  const text = nextSteps("dev", "eu-west-1", outputs, { emails: ["somebody@lens.test"] });
  for (const value of outputs.values()) expect(text).toContain(value);
  expect(text).toContain("a mail went to somebody@lens.test");
  expect(text).not.toContain("no output");
  expect(nextSteps("dev", "eu-west-1", outputs, { emails: [] })).toContain("Nobody hears of alarms yet");
});
