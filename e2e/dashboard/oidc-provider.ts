import { createHash, randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** An OpenID Connect provider on loopback that signs everybody in: code flow with PKCE, refresh tokens, sign-out. */
export interface OidcProvider {
  readonly issuer: string;
  /** Issued access tokens that are still valid. */
  readonly valid: Set<string>;
  /** The number of refresh attempts, successful or not. */
  renewals(): number;
  close(): Promise<void>;
}

const CLIENT_ID = "dashboard";

export async function startOidcProvider(): Promise<OidcProvider> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "1", alg: "RS256", use: "sig" };
  const codes = new Map<string, { challenge: string; nonce: string | null }>();
  const refreshTokens = new Set<string>();
  const valid = new Set<string>();
  let issuer = "";
  let renewals = 0;

  async function tokens(nonce: string | null) {
    const idToken = await new SignJWT(nonce === null ? {} : { nonce })
      .setProtectedHeader({ alg: "RS256", kid: "1" })
      .setIssuer(issuer)
      .setAudience(CLIENT_ID)
      .setSubject("reader")
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(privateKey);
    const accessToken = randomUUID();
    const refreshToken = randomUUID();
    valid.add(accessToken);
    refreshTokens.add(refreshToken);
    return {
      access_token: accessToken,
      id_token: idToken,
      refresh_token: refreshToken,
      token_type: "Bearer",
      expires_in: 3600,
      scope: "openid",
    };
  }

  async function token(form: URLSearchParams) {
    if (form.get("grant_type") === "refresh_token") {
      renewals += 1;
      return refreshTokens.delete(form.get("refresh_token") ?? "") ? tokens(null) : null;
    }
    const code = form.get("code") ?? "";
    const granted = codes.get(code);
    codes.delete(code);
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    return granted?.challenge === verifier ? tokens(granted.nonce) : null;
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", issuer);
    const query = url.searchParams;
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*");
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return json(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          end_session_endpoint: `${issuer}/sign-out`,
        });
      case "/jwks":
        return json(response, 200, { keys: [jwk] });
      case "/authorize": {
        const code = randomUUID();
        if (query.get("code_challenge_method") !== "S256") return json(response, 400, { error: "no PKCE" });
        codes.set(code, { challenge: query.get("code_challenge") ?? "", nonce: query.get("nonce") });
        const back = new URL(query.get("redirect_uri") ?? "");
        back.searchParams.set("code", code);
        back.searchParams.set("state", query.get("state") ?? "");
        return void response.writeHead(302, { location: back.href }).end();
      }
      case "/token": {
        const granted = await token(new URLSearchParams(await text(request)));
        return granted === null
          ? json(response, 400, { error: "invalid_grant" })
          : json(response, 200, granted);
      }
      case "/sign-out":
        valid.clear();
        refreshTokens.clear();
        return void response
          .writeHead(302, { location: query.get("post_logout_redirect_uri") ?? issuer })
          .end();
      default:
        return json(response, 404, {});
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    valid,
    renewals: () => renewals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
