import { expect, test } from "vitest";
import { credentialsFromEnv } from "./credentials-from-env.ts";

test.each([
  [
    { MODELARTS_ACCESS_KEY: "a", MODELARTS_SECRET_KEY: "s", MODELARTS_TOKEN: "" },
    { accessKey: "a", secretKey: "s" },
  ],
  [
    { MODELARTS_USER_NAME: "u", MODELARTS_DOMAIN_NAME: "d", MODELARTS_PASSWORD: "p" },
    { userName: "u", domainName: "d", password: "p" },
  ],
  [{ MODELARTS_TOKEN: "t", MODELARTS_REGION: "cn-north-4" }, { token: "t" }],
  [{}, null],
  [{ MODELARTS_TOKEN: "t", MODELARTS_PASSWORD: "p" }, null],
])("%j gives %j", (env, fields) => {
  expect(credentialsFromEnv(env)).toEqual(fields);
});
