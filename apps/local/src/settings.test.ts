import { join } from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const read = (env: NodeJS.ProcessEnv) => readSettings(env, "/root");

test("nothing set: the simulator, on port 8787", () => {
  expect(read({})).toEqual({
    port: 8787,
    dataFolder: join("/root", ".data"),
    upstream: { kind: "simulator" },
  });
});

test("a region, an access key and projects: the real platform", () => {
  const env = {
    MODELARTS_REGION: "cn-north-4",
    MODELARTS_ACCESS_KEY: "ak",
    MODELARTS_SECRET_KEY: "sk",
    MODELARTS_PROJECTS: "p1, p2",
  };
  expect(read(env).upstream).toEqual({
    kind: "modelarts",
    endpoint: { region: "cn-north-4" },
    iamEndpoint: undefined,
    credentials: { accessKey: "ak", secretKey: "sk" },
    projects: ["p1", "p2"],
  });
});

test.each([
  [{ PORT: "http" }, "PORT must be a port from 0 to 65535"],
  [{ PORT: "70000" }, "PORT must be a port from 0 to 65535"],
  [{ MODELARTS_TOKEN: "t", MODELARTS_PROJECTS: "p" }, "set MODELARTS_REGION"],
  [{ MODELARTS_REGION: "eu-west-0" }, "MODELARTS_REGION must be one of af-north-1"],
  [{ MODELARTS_REGION: "cn-north-4", MODELARTS_PROJECTS: "p" }, "set one kind of credentials"],
  [
    {
      MODELARTS_REGION: "cn-north-4",
      MODELARTS_PROJECTS: "p",
      MODELARTS_TOKEN: "t",
      MODELARTS_PASSWORD: "x",
    },
    "set one kind of credentials",
  ],
  [{ MODELARTS_REGION: "cn-north-4", MODELARTS_TOKEN: "secret-value" }, "set MODELARTS_PROJECTS"],
])("%o is refused by name, without its value", (env, message) => {
  expect(() => read(env)).toThrow(message);
  expect(() => read(env)).not.toThrow("secret-value");
});
