import { inspect } from "node:util";
import type { Archive } from "@deploy-lens/bff/archive/archive";
import { readCredentialsSecret } from "@deploy-lens/bff/lambda/secret-credentials";
import { serve } from "@deploy-lens/bff/testing/listen-on";
import { startApp } from "@deploy-lens/bff/testing/running-app";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { type CredentialsSource, parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { CANARY_SECRET_PREFIX } from "@deploy-lens/simulator/service/fields";
import { createStore } from "@deploy-lens/store/store";
import { connectTo } from "@deploy-lens/store/testing/engine";
import { askApp, type Log } from "./ask-app.ts";
import type { Canaries, Evidence, Output } from "./canaries.ts";

const SERVICE = "/api/v1/projects/demo/services/s";

/** Secrets of the function's environment and of the services around it, which all fail. */
export async function throughInfrastructure(canaries: Canaries): Promise<Evidence> {
  const parts = [
    await secretStore(canaries),
    await failingTable(canaries),
    await unforeseen(canaries),
    await failingIssuer(canaries),
    await models(),
  ];
  return { sent: parts.flatMap(({ sent }) => sent), outputs: parts.flatMap(({ outputs }) => outputs) };
}

/** A stored secret that is invalid in every way, and the function's own credentials. */
async function secretStore({ canary }: Canaries): Promise<Evidence> {
  const contents = [
    canary("secret that is not JSON"),
    JSON.stringify({ wrongName: canary("secret under another name") }),
    JSON.stringify({ token: `${canary("secret with a line break")}\n` }),
    JSON.stringify({ accessKey: "a", secretKey: "b", password: canary("secret of two kinds") }),
    JSON.stringify([canary("secret in a list")]),
  ];
  const secretKey = canary("function's secret key");
  const env = {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: canary("function's access key"),
    AWS_SECRET_ACCESS_KEY: secretKey,
    AWS_SESSION_TOKEN: canary("function's session token"),
  };
  const sent: string[] = [];
  const outputs: Output[] = [];
  for (const [status, content] of [...contents.map((one) => [200, one] as const), [400, ""] as const]) {
    const server = await serve((request, response) => {
      const headers = Object.values(request.headers).join();
      sent.push(headers, content);
      // It is never sent itself; it was used if the request is signed.
      if (headers.includes("AWS4-HMAC")) sent.push(secretKey);
      const said = status === 200 ? { SecretString: content } : { message: headers };
      response.writeHead(status).end(JSON.stringify(said));
    });
    const load = async () =>
      parseCredentials(await readCredentialsSecret("upstream", { ...env, AWS_ENDPOINT_URL: server.url }));
    outputs.push({ where: "error of the secret store", text: await errorOf(load) });
    outputs.push(...(await askWith((log) => ({ upstream: clientWith(load, log) }))));
    await server.close();
  }
  return { sent, outputs };
}

/** A table whose errors contain secrets. */
async function failingTable({ canary }: Canaries): Promise<Evidence> {
  const sent: string[] = [];
  const said = canary("what DynamoDB says when it fails");
  const place = canary("what looks like a place in a stack");
  const server = await serve((_, response) => {
    sent.push(said, place);
    response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify({ __type: "ValidationException", message: `${said}\n    at ${place}:1:1` }));
  });
  const archive = async (): Promise<Archive> =>
    createStore({ client: connectTo({ endpoint: server.url }), tableName: "t", retry: { maxAttempts: 1 } });
  const outputs = await askWith((log) => ({
    upstream: clientWith(async () => Promise.reject(new Error("none")), log),
    archive,
  }));
  await server.close();
  return { sent, outputs };
}

/** An unexpected error whose message has several lines. */
async function unforeseen({ canary }: Canaries): Promise<Evidence> {
  const text = `${canary("text of an unforeseen error")}\n    at ${canary("line of it that looks like a place")}:1:1`;
  const sent: string[] = [];
  const outputs = await askWith((log) => ({
    upstream: clientWith(async () => Promise.reject(new Error("none")), log),
    archive: async () => {
      sent.push(text);
      throw new Error(text);
    },
  }));
  return { sent, outputs };
}

/** An issuer that answers with a secret instead of keys. */
async function failingIssuer({ canary }: Canaries): Promise<Evidence> {
  const sent: string[] = [];
  const said = canary("what the issuer says when it fails");
  const issuer = await serve((request, response) => {
    const discovery = JSON.stringify({ issuer: issuer.url, jwks_uri: `${issuer.url}/keys` });
    if (request.url === "/keys") sent.push(said);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(request.url === "/keys" ? said : discovery);
  });
  const outputs = await askWith((log) => ({
    upstream: clientWith(async () => Promise.reject(new Error("none")), log),
    auth: {
      mode: "oidc" as const,
      issuer: issuer.url,
      audiences: ["deploy-lens"],
      projectsClaim: "projects",
      jwksUri: null,
      algorithms: ["ES256" as const],
    },
  }));
  await issuer.close();
  return { sent, outputs };
}

/** Environment variables of models, which the simulator fills with secrets. */
async function models(): Promise<Evidence> {
  const { simulator, endpoint, app, lines, close } = await startApp({
    anyToken: true,
    simulator: { scenario: { services: 12 } },
  });
  const sent: string[] = [];
  const outputs: Output[] = [];
  for (const { id } of simulator.services("demo")) {
    // Two of the paths below make the app read the same.
    sent.push(await (await fetch(`${endpoint}/v1/demo/services/${id}`)).text());
    for (const path of [id, `${id}/deployments/latest`, `${id}/deployments`]) {
      const answer = await app.request(`/api/v1/projects/demo/services/${path}`);
      outputs.push({ where: `answer of ${path}`, text: await answer.text() });
    }
  }
  await close();
  return { sent, outputs: [...outputs, ...lines.map((text) => ({ where: "log or metrics", text }))] };
}

/** The prefix of the simulator's made-up secrets. */
export const MODEL_SECRET = CANARY_SECRET_PREFIX;

const PATHS = ["", "/events", "/deployments", "/deployments/latest", "/deploy-durations"].map(
  (path) => `${SERVICE}${path}`,
);

function clientWith(credentials: CredentialsSource, log: Log) {
  return createModelArtsClient({
    endpoint: "http://127.0.0.1:9",
    credentials,
    now: Date.now,
    random: Math.random,
    onRequest: log.upstream,
  });
}

function askWith(deps: Parameters<typeof askApp>[1]): Promise<Output[]> {
  return askApp(PATHS, deps, { authorization: `Bearer ${TOKEN}` });
}

/** Well formed, so that the verifier fetches keys; the signature is invalid. */
const TOKEN = [{ alg: "ES256", kid: "key-1" }, { exp: 4_102_444_800 }, "signature"]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".");

async function errorOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
    return "";
  } catch (error) {
    return inspect(error, { depth: 10, showHidden: true });
  }
}
