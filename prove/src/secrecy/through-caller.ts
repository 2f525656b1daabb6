import { createLambdaHandler } from "@deploy-lens/bff/lambda/lambda-adapter";
import { askRaw, REMAINING } from "@deploy-lens/bff/testing/ask";
import { startIssuer } from "@deploy-lens/bff/testing/issuer";
import { serveApp } from "@deploy-lens/bff/testing/listen-on";
import { startApp } from "@deploy-lens/bff/testing/running-app";
import { gatewayEvent } from "@deploy-lens/bff/testing/ways";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import type { Canaries, Evidence, Output } from "./canaries.ts";

const SERVICE = `/api/v1/projects/demo/services/${SAMPLE_SERVICE_ID}`;
const PATHS = [
  `${SERVICE}/events`,
  `/v1/demo/services/${SAMPLE_SERVICE_ID}/events`,
  "/api/v1/projects",
  "/nowhere",
];

/** Secrets that callers send in headers, query and path. */
export async function throughCaller({ canary, watch }: Canaries): Promise<Evidence> {
  const issuer = await startIssuer();
  const subject = canary("claim of the caller's token");
  const token = await issuer.token({ sub: subject });
  // All tokens share the header, so only claims and signature are secret.
  const [, claims = "", signature = ""] = token.split(".");
  watch("claims of the caller's token", claims);
  watch("signature of the caller's token", signature);
  const headers: Readonly<Record<string, string>> = {
    authorization: `Basic ${Buffer.from(`user:${canary("Basic password")}`).toString("base64")}`,
    "x-auth-token": canary("caller's X-Auth-Token"),
    cookie: `session=${canary("cookie")}`,
    "x-api-key": canary("X-Api-Key"),
    "x-forwarded-for": canary("X-Forwarded-For"),
    referer: `https://page.example/?key=${canary("referer")}`,
    "user-agent": canary("user agent"),
    "x-request-id": `${canary("X-Request-Id that is none")} with spaces`,
    traceparent: `00-${canary("traceparent that is none")}-00-01`,
    tracestate: `vendor=${canary("tracestate")}`,
    "accept-language": canary("accept-language"),
    accept: `text/${canary("accept")}`,
    "if-none-match": `"${canary("if-none-match")}"`,
    origin: `https://${canary("origin")}.example`,
    "proxy-authorization": `Bearer ${canary("proxy-authorization")}`,
  };
  const own = ["access_token", "cursor", "event_info", "limit"].map(
    (name) => [name, canary(`query parameter ${name}`)] as const,
  );
  const inPath = canary("path");

  const { simulator, app, lines, close } = await startApp({
    simulator: { scenario: { services: 0, live: false } },
    app: { auth: issuer.setting },
  });
  const sent: string[] = [];
  const server = await serveApp(app, ({ url, headers }) => sent.push(`${url} ${JSON.stringify(headers)}`));
  const handler = createLambdaHandler(app);
  const bearer = `Bearer ${token}`;
  const outputs: Output[] = [];
  for (const path of PATHS) {
    for (const sent of [...Object.entries(headers), ["authorization", bearer] as const]) {
      const all = Object.fromEntries([["authorization", bearer] as const, sent]);
      const lambda = await handler(gatewayEvent(path, { headers: all }), REMAINING);
      const raw = await askRaw(
        server.url,
        path,
        Object.entries(all).map(([name, value]) => `${name}: ${value}`),
      );
      outputs.push({ where: `answer to ${sent[0]}`, text: JSON.stringify(lambda) + raw.text });
    }
    // Answers may quote an invalid parameter to its sender, so they are not searched.
    for (const target of [...own.map(([name, value]) => `${path}?${name}=${value}`), `${path}/${inPath}/-`]) {
      await handler(gatewayEvent(target, { headers: { authorization: bearer } }), REMAINING);
      await askRaw(server.url, target, [`authorization: ${bearer}`]);
    }
  }
  // A caller's secrets must not reach the upstream either.
  const upstream = simulator.requests.list().map((request) => JSON.stringify(request.headers));
  outputs.push(
    ...upstream.map((text) => ({ where: "request to the upstream", text })),
    ...lines.map((text) => ({ where: "log or metrics", text })),
  );
  await Promise.all([close(), server.close(), issuer.close()]);
  return { sent, outputs };
}
