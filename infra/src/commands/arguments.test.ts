import { describe, expect, test } from "vitest";
import { asksForHelp, readArguments, UsageError } from "./arguments.ts";
import { bootstrapTargets } from "./bootstrap-targets.ts";
import { nextSteps } from "./next-steps.ts";

describe("a command line", () => {
  test("names an environment", () => {
    expect(readArguments(["staging"], [])).toEqual({
      environment: "staging",
      yes: false,
      bootstrap: false,
      destroyProd: false,
    });
  });

  test("may have the command's own options, in any order", () => {
    expect(readArguments(["--yes", "dev", "--bootstrap"], ["yes", "bootstrap"])).toMatchObject({
      environment: "dev",
      yes: true,
      bootstrap: true,
    });
  });

  test.each([["--help"], ["-h"], ["dev", "--help"]])("%s asks for help", (...argv) => {
    expect(readArguments(argv, [])).toBeNull();
  });

  test.each([
    [[], "name one environment: dev, staging, prod"],
    [["production"], "name one environment"],
    [["dev", "prod"], "name one environment"],
    [["dev", "--yes"], "--yes is no option of this command"],
    [["dev", "--force"], "Unknown option '--force'"],
  ])("%j is refused: %s", (argv, message) => {
    expect(() => readArguments(argv, ["bootstrap"])).toThrow(UsageError);
    expect(() => readArguments(argv, ["bootstrap"])).toThrow(message);
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
  test("reaches us-east-1 as well where the firewall is", () => {
    const where = { account: "111122223333", region: "eu-west-1" };
    expect(bootstrapTargets({ ...where, web: { firewall: false } })).toEqual([
      "aws://111122223333/eu-west-1",
    ]);
    expect(bootstrapTargets({ ...where, web: { firewall: true } })).toEqual([
      "aws://111122223333/eu-west-1",
      "aws://111122223333/us-east-1",
    ]);
  });

  test("needs to know where", () => {
    expect(() => bootstrapTargets({ region: "eu-west-1", web: { firewall: false } })).toThrow(
      "--bootstrap needs the settings account and region",
    );
  });
});

test("the next steps name what the deployment made", () => {
  const outputs = new Map([
    ["DashboardUrl", "https://lens.test"],
    ["ApiUrl", "https://api.test"],
    ["CredentialsSecret", "arn:secret"],
    ["SignInCallback", "https://lens.test/signed-in"],
  ]);
  const text = nextSteps("dev", outputs, { emails: ["somebody@lens.test"] });
  for (const value of outputs.values()) expect(text).toContain(value);
  expect(text).toContain("a mail went to somebody@lens.test");
  expect(text).not.toContain("no output");
  expect(nextSteps("dev", outputs, { emails: [] })).toContain("Nobody hears of alarms yet");
});
