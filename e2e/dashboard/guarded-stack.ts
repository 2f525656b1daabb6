import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { OidcProvider } from "./oidc-provider.ts";

/**
 * The shared stack as served in an environment with sign-in: a `/config.json` that names the issuer, a policy that lets
 * the page reach it, and an API that accepts valid tokens only.
 */
export async function guard(
  stack: string,
  { issuer, valid }: OidcProvider,
  more: { readonly audience?: string; readonly resource?: string } = {},
) {
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    if (path === "/config.json") {
      const config = { issuer, clientId: "dashboard", scope: "openid", ...more };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(config));
      return;
    }
    const token = request.headers.authorization?.replace(/^Bearer /, "");
    if (path.startsWith("/api/") && !valid.has(token ?? "")) {
      const problem = {
        type: "urn:deploy-lens:problem:unauthenticated",
        title: "A valid bearer token is required",
        status: 401,
        requestId: "r-1",
      };
      response.writeHead(401, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
      return;
    }
    const ask = () =>
      fetch(stack + path, {
        headers: {
          accept: request.headers.accept ?? "*/*",
          "accept-language": request.headers["accept-language"] ?? "",
        },
      });
    // The stack may close an idle connection at the moment in which it is reused.
    const answer = await ask().catch(ask);
    const policy = answer.headers.get("content-security-policy");
    if (policy !== null) {
      response.setHeader(
        "content-security-policy",
        policy.replace("connect-src 'self'", `connect-src 'self' ${issuer}`),
      );
    }
    response.setHeader("content-type", answer.headers.get("content-type") ?? "");
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
