import { describe, expect, test } from "vitest";
import {
  ANALYTICS_ENV,
  parseAuditEnvironment,
  parseDeriveEnvironment,
  parseDiscoverEnvironment,
} from "./env.ts";

const COMMON = {
  [ANALYTICS_ENV.environmentName]: "dev",
  [ANALYTICS_ENV.tableName]: "deploy-lens-dev",
  [ANALYTICS_ENV.projectIds]: "p1, p2",
};
const UPSTREAM = {
  [ANALYTICS_ENV.modelartsRegion]: "cn-north-4",
  [ANALYTICS_ENV.modelartsSecretId]: "arn:secret",
};
const DISCOVER = {
  ...COMMON,
  ...UPSTREAM,
  [ANALYTICS_ENV.queueUrl]: "https://queue",
  [ANALYTICS_ENV.deadLetterQueueUrl]: "https://dead",
};
const DERIVE = {
  ...COMMON,
  ...UPSTREAM,
  [ANALYTICS_ENV.deadLetterQueueUrl]: "https://dead",
  [ANALYTICS_ENV.maxReceiveCount]: "5",
};

const SETTINGS = {
  environmentName: "dev",
  logLevel: "info",
  tableName: "deploy-lens-dev",
  projectIds: ["p1", "p2"],
};
const UPSTREAM_SETTINGS = {
  location: { region: "cn-north-4" },
  iamEndpoint: undefined,
  offsetMode: "auto",
  secretId: "arn:secret",
};

describe("what each function reads", () => {
  test("discover", () => {
    expect(parseDiscoverEnvironment(DISCOVER)).toEqual({
      ...SETTINGS,
      upstream: UPSTREAM_SETTINGS,
      queueUrl: "https://queue",
      deadLetterQueueUrl: "https://dead",
      watchedServices: [],
    });
  });

  test("derive", () => {
    expect(parseDeriveEnvironment(DERIVE)).toEqual({
      ...SETTINGS,
      upstream: UPSTREAM_SETTINGS,
      deadLetterQueueUrl: "https://dead",
      maxReceiveCount: 5,
    });
  });

  test("audit, which has nothing to do with the upstream", () => {
    expect(parseAuditEnvironment({ ...COMMON, [ANALYTICS_ENV.logLevel]: "debug" })).toEqual({
      ...SETTINGS,
      logLevel: "debug",
    });
  });

  test("an endpoint in place of a region, a watch list, everything optional", () => {
    const { [ANALYTICS_ENV.modelartsRegion]: _, ...rest } = DISCOVER;
    const settings = parseDiscoverEnvironment({
      ...rest,
      [ANALYTICS_ENV.modelartsEndpoint]: "http://127.0.0.1:1",
      [ANALYTICS_ENV.modelartsIamEndpoint]: "http://127.0.0.1:2",
      [ANALYTICS_ENV.modelartsOffsetMode]: "row",
      [ANALYTICS_ENV.watchedServices]: "p1/s1,p1/s2, p2/s3",
    });
    expect(settings.upstream).toEqual({
      location: { endpoint: "http://127.0.0.1:1" },
      iamEndpoint: "http://127.0.0.1:2",
      offsetMode: "row",
      secretId: "arn:secret",
    });
    expect(settings.watchedServices).toEqual([
      { projectId: "p1", serviceId: "s1" },
      { projectId: "p1", serviceId: "s2" },
      { projectId: "p2", serviceId: "s3" },
    ]);
  });

  test("a variable that is set to nothing counts as not set", () => {
    expect(
      parseDiscoverEnvironment({
        ...DISCOVER,
        [ANALYTICS_ENV.watchedServices]: "",
        [ANALYTICS_ENV.modelartsEndpoint]: "",
      }),
    ).toEqual(parseDiscoverEnvironment(DISCOVER));
  });
});

describe("what is refused, by name and without its value", () => {
  test("everything that is missing at once", () => {
    expect(() => parseDeriveEnvironment({})).toThrow(
      "Environment: ENVIRONMENT_NAME is missing; TABLE_NAME is missing; MODELARTS_PROJECTS is missing; " +
        "MODELARTS_SECRET_ID is missing; DEAD_LETTER_QUEUE_URL is missing; MAX_RECEIVE_COUNT is missing",
    );
  });

  test.each([
    [
      { [ANALYTICS_ENV.projectIds]: "p1,,p2" },
      "MODELARTS_PROJECTS must be ids of projects, separated by commas",
    ],
    [{ [ANALYTICS_ENV.projectIds]: "canary value" }, "MODELARTS_PROJECTS must be ids of projects"],
    [
      { [ANALYTICS_ENV.watchedServices]: "s1" },
      "MODELARTS_WATCHED_SERVICES must be PROJECT/SERVICE, separated by commas",
    ],
    [{ [ANALYTICS_ENV.modelartsOffsetMode]: "canary" }, "MODELARTS_OFFSET_MODE must be page, row or auto"],
    [{ [ANALYTICS_ENV.logLevel]: "canary" }, "LOG_LEVEL must be one of debug, info, warn, error"],
    [{ [ANALYTICS_ENV.modelartsRegion]: "" }, "Set either MODELARTS_REGION or MODELARTS_ENDPOINT"],
    [
      { [ANALYTICS_ENV.modelartsEndpoint]: "https://canary" },
      "Set either MODELARTS_REGION or MODELARTS_ENDPOINT",
    ],
  ])("%o", (change, message) => {
    const parse = () => parseDiscoverEnvironment({ ...DISCOVER, ...change });
    expect(parse).toThrow(message);
    expect(parse).not.toThrow("canary");
  });

  test.each(["0", "-1", "1.5", "five", "99999"])("MAX_RECEIVE_COUNT=%s", (count) => {
    expect(() => parseDeriveEnvironment({ ...DERIVE, [ANALYTICS_ENV.maxReceiveCount]: count })).toThrow(
      "MAX_RECEIVE_COUNT must be a whole number from 1",
    );
  });
});
