import { Server } from "node:http";
import { createLambdaHandler } from "@deploy-lens/bff/lambda/lambda-adapter";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { createAdaptorServer } from "@hono/node-server";
import { gatewayEvent, REMAINING } from "../access/gateway-event.ts";
import { askRaw } from "../access/raw-http.ts";
import { startIssuer } from "../stack/issuer.ts";
import { listenOn } from "../stack/listen-on.ts";
import { startApp } from "../stack/running-app.ts";
import type { Canaries, Evidence, Output } from "./canaries.ts";

const SERVICE = `/api/v1/projects/demo/services/${SAMPLE_SERVICE_ID}`;
const PATHS = [
  `${SERVICE}/events`,
  `/v1/demo/services/${SAMPLE_SERVICE_ID}/events`,
  "/api/v1/projects",
  "/nowhere",
];

/** What callers send of themselves, in every header, in the query and in the path. */
export async function throughCaller({ canary, watch }: Canaries): Promise<Evidence> {
  const issuer = await startIssuer();
  const subject = canary("claim of the caller's token");
  const token = await issuer.token({ projects: ["demo"], subject });
  // The head of every token is alike; claims and signature are this one's.
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
    app: {
      auth: issuer.auth,
    },
  });
  const adaptor = createAdaptorServer({ fetch: app.fetch });
  if (!(adaptor instanceof Server)) throw new Error("not an HTTP/1.1 server");
  const sent: string[] = [];
  adaptor.on("request", ({ url, headers }) => sent.push(`${url} ${JSON.stringify(headers)}`));
  const server = await listenOn(adaptor);
  const handler = createLambdaHandler(app);
  const bearer = `Bearer ${token}`;
  const outputs: Output[] = [];
  for (const path of PATHS) {
    for (const sent of [...Object.entries(headers), ["authorization", bearer] as const]) {
      const all = Object.fromEntries([["authorization", bearer] as const, sent]);
      const lambda = await handler(gatewayEvent({ path, headers: all }), REMAINING);
      const raw = await askRaw(
        server.url,
        path,
        Object.entries(all).map(([name, value]) => `${name}: ${value}`),
      );
      outputs.push({ where: `answer to ${sent[0]}`, text: JSON.stringify(lambda) + raw.text });
    }
    // Callers get their own words back where a parameter is wrong, so these answers are not searched.
    for (const target of [...own.map(([name, value]) => `${path}?${name}=${value}`), `${path}/${inPath}/-`]) {
      await handler(gatewayEvent({ path: target, headers: { authorization: bearer } }), REMAINING);
      await askRaw(server.url, target, [`authorization: ${bearer}`]);
    }
  }
  // What a caller sends of itself goes no further, either.
  const upstream = simulator.requests.list().map((request) => JSON.stringify(request.headers));
  outputs.push(
    ...upstream.map((text) => ({ where: "request to the upstream", text })),
    ...lines.map((text) => ({ where: "log or metrics", text })),
  );
  await Promise.all([close(), server.close(), issuer.close()]);
  return { sent, outputs };
}
