import { describe, expect, test } from "vitest";
import { BFF_ENV, parseEnvironment, REQUIRED_ENV } from "./env.ts";

const GOOD = {
  ENVIRONMENT_NAME: "prod",
  TABLE_NAME: "deploy-lens-prod",
  MODELARTS_REGION: "cn-north-4",
  MODELARTS_PROJECTS: "p-1, p-2",
  MODELARTS_SECRET_ID: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:modelarts",
  AUTH_ISSUER: "https://issuer.example/tenant",
  AUTH_AUDIENCES: "deploy-lens, mobile",
};

describe("parseEnvironment", () => {
  test("fills in what need not be said", () => {
    expect(parseEnvironment(GOOD)).toEqual({
      environmentName: "prod",
      version: "0.1.0",
      tableName: "deploy-lens-prod",
      originSecret: null,
      location: { region: "cn-north-4" },
      iamEndpoint: undefined,
      offsetMode: "auto",
      projects: ["p-1", "p-2"],
      secretId: GOOD.MODELARTS_SECRET_ID,
      auth: {
        mode: "oidc",
        issuer: "https://issuer.example/tenant",
        audiences: ["deploy-lens", "mobile"],
        projectsClaim: "projects",
        jwksUri: null,
        requiredScope: null,
        algorithms: ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"],
      },
      requestsPerCaller: null,
      corsOrigins: [],
    });
  });

  test("takes everything that can be said", () => {
    const { MODELARTS_REGION: _, ...rest } = GOOD;
    const all = {
      ...rest,
      APP_VERSION: "1.2.3",
      ORIGIN_SECRET: "the secret",
      MODELARTS_ENDPOINT: "https://gateway.example",
      MODELARTS_IAM_ENDPOINT: "https://iam.example",
      MODELARTS_OFFSET_MODE: "row",
      AUTH_PROJECTS_CLAIM: "https://lens.example/projects",
      AUTH_JWKS_URI: "https://issuer.example/keys",
      AUTH_ALGORITHMS: "ES256,EdDSA",
      AUTH_REQUIRED_SCOPE: "deploy-lens/read",
      REQUESTS_PER_CALLER: "50",
      CORS_ORIGINS: "https://lens.example, http://localhost:5173",
    };
    expect(new Set([...Object.keys(all), BFF_ENV.modelartsRegion])).toEqual(new Set(Object.values(BFF_ENV)));
    expect(parseEnvironment(all)).toMatchObject({
      version: "1.2.3",
      originSecret: "the secret",
      location: { endpoint: "https://gateway.example" },
      offsetMode: "row",
      auth: {
        projectsClaim: "https://lens.example/projects",
        jwksUri: "https://issuer.example/keys",
        algorithms: ["ES256", "EdDSA"],
        requiredScope: "deploy-lens/read",
      },
      requestsPerCaller: 50,
      corsOrigins: ["https://lens.example", "http://localhost:5173"],
    });
  });

  test("names everything that is missing at once", () => {
    const said = (() => {
      try {
        parseEnvironment({});
        return "";
      } catch (error) {
        return String(error);
      }
    })();
    for (const name of REQUIRED_ENV) expect(said).toContain(`${name} is missing`);
    expect(said).toContain("set either MODELARTS_REGION or MODELARTS_ENDPOINT");
  });

  test.each([
    [{ TABLE_NAME: "  " }, "TABLE_NAME is missing"],
    [{ MODELARTS_ENDPOINT: "https://x.example" }, "set either MODELARTS_REGION or MODELARTS_ENDPOINT"],
    [{ MODELARTS_OFFSET_MODE: "CANARY" }, "MODELARTS_OFFSET_MODE must be page, row, auto"],
    [{ AUTH_ISSUER: "http://CANARY" }, "AUTH_ISSUER must be an https URL"],
    [{ AUTH_JWKS_URI: "CANARY" }, "AUTH_JWKS_URI must be an https URL"],
    [{ AUTH_JWKS_URI: "http://127.0.0.1:80@CANARY.example/" }, "AUTH_JWKS_URI must be an https URL"],
    [{ AUTH_ALGORITHMS: "HS256" }, "AUTH_ALGORITHMS must be among RS256"],
    [{ AUTH_ALGORITHMS: "none" }, "AUTH_ALGORITHMS must be among"],
    [{ REQUESTS_PER_CALLER: "0" }, "REQUESTS_PER_CALLER must be a number from 1 on"],
    [{ CORS_ORIGINS: "*" }, "CORS_ORIGINS must be origins"],
    [{ CORS_ORIGINS: "https://CANARY.example/path" }, "CORS_ORIGINS must be origins"],
    [{ CORS_ORIGINS: "http://CANARY.example" }, "CORS_ORIGINS must be origins"],
  ])("%j is refused by name, without its value", (wrong, message) => {
    expect(() => parseEnvironment({ ...GOOD, ...wrong })).toThrow(message);
    expect(() => parseEnvironment({ ...GOOD, ...wrong })).not.toThrow("CANARY");
  });
});
