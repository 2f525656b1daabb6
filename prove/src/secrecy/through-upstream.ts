import type { IncomingMessage, ServerResponse } from "node:http";
import { serve } from "@deploy-lens/bff/testing/listen-on";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { askApp } from "./ask-app.ts";
import type { Canaries, Evidence, Output } from "./canaries.ts";

/** Ways in which a broken or hostile upstream may return what it received. */
const ECHOES: readonly ((request: IncomingMessage, response: ServerResponse, said: string) => void)[] = [
  (_, response, said) => json(response, 400, { error_code: "ModelArts.0107", error_msg: said }),
  (_, response, said) => json(response, 403, { error_code: said.slice(0, 50), error_msg: said }),
  (_, response, said) => json(response, 401, { error: { code: 401, message: said } }),
  (_, response, said) => json(response, 404, { error_code: "ModelArts.3502", error_msg: said }),
  (_, response, said) => json(response, 429, { error_code: "APIG.0308", error_msg: said }),
  (_, response, said) => json(response, 500, { error_msg: said, request_id: said }),
  (_, response, said) => response.writeHead(502, { "content-type": "text/html" }).end(`<html>${said}`),
  (_, response, said) => response.writeHead(200, { "content-type": "application/json" }).end(said),
  (_, response, said) => json(response, 200, { events: said, services: said, [said.slice(0, 200)]: 1 }),
  (_, response, said) => response.writeHead(307, { location: `/?${encodeURIComponent(said)}` }).end(),
  (_, response, said) =>
    response.writeHead(500, { "x-request-id": said, "set-cookie": `a=${said}`, "retry-after": said }).end(),
  (request, _, said) => request.socket.end(`HTTP/1.1 200 OK\r\n${said}\0\r\n\r\n`),
  (request) => request.socket.resetAndDestroy(),
];

const ROUTES = [
  "/api/v1/projects/demo/services",
  "/api/v1/projects/demo/services/s",
  "/api/v1/projects/demo/services/s/events",
  "/api/v1/projects/demo/services/s/deployments/latest",
  "/v1/demo/services/s/events?event_info=words",
];

/** The product's own credentials, of every kind, returned by the upstream in every way. */
export async function throughUpstream({ canary }: Canaries): Promise<Evidence> {
  const issuedToken = canary("token that IAM issued");
  const credentials = [
    { accessKey: canary("access key"), secretKey: canary("secret key") },
    {
      accessKey: canary("temporary access key"),
      secretKey: canary("temporary secret key"),
      securityToken: canary("security token"),
      expiresAt: "2099-01-01T00:00:00Z",
    },
    { token: canary("given token") },
    { userName: "ops", domainName: "acme", password: canary("password") },
  ];
  const sent: string[] = [];
  const outputs: Output[] = [];
  for (const given of credentials) {
    for (const echo of ECHOES) {
      const upstream = await startEcho(echo, issuedToken, (said) => {
        sent.push(said);
        // A signing key is never sent itself; it was used if the request is signed.
        if ("secretKey" in given && said.includes("SDK-HMAC")) sent.push(given.secretKey);
      });
      outputs.push(...(await askEverything(upstream.url, given)));
      await upstream.close();
    }
  }
  return { sent, outputs };
}

async function startEcho(echo: (typeof ECHOES)[number], issuedToken: string, onSaid: (text: string) => void) {
  return serve(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const said = `${request.url} ${Object.values(request.headers).join(" ")} ${body}`.replaceAll(
      /[\r\n]/g,
      " ",
    );
    onSaid(said);
    const isIam = request.url?.startsWith("/v3/") ?? false;
    // Mostly IAM issues a token, so that this is used as well.
    if (isIam && Math.random() < 0.7) {
      const answer = { token: { expires_at: "2099-01-01T00:00:00.000Z" } };
      return json(response, 201, answer, { "x-subject-token": issuedToken });
    }
    echo(request, response, said);
  });
}

function askEverything(endpoint: string, credentials: object): Promise<Output[]> {
  return askApp(ROUTES, (log) => ({
    upstream: createModelArtsClient({
      endpoint,
      iamEndpoint: endpoint,
      credentials: parseCredentials(credentials),
      now: Date.now,
      random: Math.random,
      sleep: async () => undefined,
      onRequest: log.upstream,
    }),
  }));
}

function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
