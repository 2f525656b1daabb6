import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  environmentsIn,
  exampleValues,
  parseSettings,
  readEnvironmentSettings,
  SettingsError,
} from "./read-settings.ts";
import { EnvironmentSettings } from "./settings.ts";
import { LEAST_SETTINGS } from "./testing/environment.ts";

const FOLDER = join(import.meta.dirname, "../environments");
const ENVIRONMENTS = environmentsIn(FOLDER);

describe("the committed environments", () => {
  test.each(ENVIRONMENTS)("%s can be read", (environment) => {
    expect(readEnvironmentSettings(environment, FOLDER).modelarts.projects).toHaveLength(1);
  });

  test("have an audience each: a token of one does not read another", () => {
    const audiences = ENVIRONMENTS.flatMap(
      (name) => readEnvironmentSettings(name, FOLDER).identity.audiences,
    );
    expect(new Set(audiences).size).toBe(ENVIRONMENTS.length);
  });

  test("are described to editors as they are checked", () => {
    const described: unknown = JSON.parse(
      readFileSync(join(FOLDER, "../settings.schema.generated.json"), "utf8"),
    );
    expect(described).toEqual(z.toJSONSchema(EnvironmentSettings, { io: "input" }));
  });

  test.each(ENVIRONMENTS)("%s has values of an example, which nobody could deploy", (environment) => {
    expect(exampleValues(readEnvironmentSettings(environment, FOLDER))).toContain("identity.issuer");
  });
});

describe("settings", () => {
  test("have a default for whatever need not be decided", () => {
    expect(parseSettings(LEAST_SETTINGS, "dev.json")).toMatchObject({
      modelarts: { offsetMode: "auto", watch: [] },
      api: { requestsPerSecond: 100, burst: 200, corsOrigins: [] },
      pipeline: { maxConcurrency: 5, reserveConcurrency: true },
      web: { firewall: false, accessLogs: false },
      alarms: { emails: [] },
      logDays: 30,
    });
  });

  test.each([
    [
      { modelarts: { ...LEAST_SETTINGS.modelarts, projects: [] } },
      "modelarts.projects must name at least one project",
    ],
    [
      { modelarts: { ...LEAST_SETTINGS.modelarts, endpoint: "https://modelarts.test" } },
      "modelarts.region set one of region and endpoint",
    ],
    [
      { modelarts: { region: "eu-west-0", projects: ["p1"] } },
      "modelarts.region must be one of af-north-1, af-south-1",
    ],
    [{ modelarts: { projects: ["p1"] } }, "modelarts.region set one of region and endpoint"],
    [
      { modelarts: { endpoint: "http://modelarts.test", projects: ["p1"] } },
      "modelarts.endpoint must be an https URL",
    ],
    [
      { modelarts: { ...LEAST_SETTINGS.modelarts, watch: ["p2/service"] } },
      "modelarts.watch names a project that projects does not list",
    ],
    [
      { identity: { ...LEAST_SETTINGS.identity, issuer: "login.test" } },
      "identity.issuer must be an https URL",
    ],
    [{ api: { corsOrigins: ["https://app.test/"] } }, "api.corsOrigins.0 must be an origin"],
    [{ account: "12" }, "account must be twelve digits"],
    [{ region: "eu" }, "region must be an AWS region"],
    [{ region: "cn-north-1" }, "region cannot be a region of AWS China"],
    [{ region: "us-gov-west-1" }, "region cannot be a region outside of the public AWS partition"],
    [{ region: "ap-east-1", web: { accessLogs: true } }, "web.accessLogs cannot be on in ap-east-1"],
    [{ production: true }, "alarms.emails must name a recipient"],
    [{ alarms: { monthlyBudgetUsd: 10 } }, "alarms.emails must name a recipient"],
    [{ bootstrapQualifier: "Too-Long-And-Wrong" }, "bootstrapQualifier must be up to ten"],
    [{ permissionsBoundary: "arn:aws:iam::1:policy/x" }, "permissionsBoundary must be the name"],
    [{ web: { officeAddresses: ["203.0.113.7"] } }, "web.officeAddresses.0 "],
    [
      { web: { firewallOverrides: { AWSManagedRulesCommonRuleSet: { GenericRFI_BODY: "off" } } } },
      "web.firewallOverrides.",
    ],
    [
      {
        web: {
          domain: { name: "lens.test", certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/a" },
        },
      },
      "web.domain.certificateArn must be the ARN of a certificate in us-east-1",
    ],
    [{ logDays: 8 }, "logDays "],
    [{ pipelines: {} }, 'the top level: Unrecognized key: "pipelines"'],
  ])("%j: %s", (wrong, message) => {
    expect(() => parseSettings({ ...LEAST_SETTINGS, ...wrong }, "dev.json")).toThrow(SettingsError);
    expect(() => parseSettings({ ...LEAST_SETTINGS, ...wrong }, "dev.json")).toThrow(`dev.json: ${message}`);
  });

  test("say all that is wrong at once", () => {
    expect(() => parseSettings({ account: 1 }, "dev.json")).toThrow(
      /account .*\n.*modelarts .*\n.*identity /,
    );
  });

  test.each(["Prod", "1st", "a-name-of-21-letters-x", "../dev"])(
    "cannot be of an environment named %s",
    (name) => {
      expect(() => readEnvironmentSettings(name, FOLDER)).toThrow("an environment's name has up to 20");
    },
  );

  test("of a region that every account has, or has opted in to, are taken", () => {
    for (const region of [
      "us-east-1",
      "eu-west-1",
      "ap-east-1",
      "me-central-1",
      "ap-southeast-5",
      "mx-central-1",
    ])
      expect(parseSettings({ ...LEAST_SETTINGS, region }, "dev.json").region).toBe(region);
  });

  test("that are missing, or no JSON, are named by their file", () => {
    const folder = mkdtempSync(join(tmpdir(), "settings-"));
    expect(() => readEnvironmentSettings("dev", folder)).toThrow(
      `${join(folder, "dev.json")} cannot be read`,
    );
    writeFileSync(join(folder, "dev.json"), "{");
    expect(() => readEnvironmentSettings("dev", folder)).toThrow("is not JSON");
  });
});

describe("values of an example", () => {
  test("are found wherever they are", () => {
    const settings = {
      identity: { issuer: "https://login.example.com" },
      alarms: { emails: ["real@company.test", "on-call@example.com"] },
      modelarts: { projects: ["0123456789abcdef0123456789abcdef"] },
    };
    expect(exampleValues(settings)).toEqual(["identity.issuer", "alarms.emails.1", "modelarts.projects.0"]);
  });

  test("are no others", () => {
    expect(exampleValues({ issuer: "https://counterexample-login.test", name: "example-service" })).toEqual(
      [],
    );
  });
});
