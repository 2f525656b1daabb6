import { createServer } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import type { OidcSetting } from "../settings/auth.ts";

export interface TestIssuer {
  readonly setting: OidcSetting;
  /** Requests per path. */
  readonly asked: Record<string, number>;
  /** Issues a token with these claims over valid defaults; `null` leaves a claim out. */
  token(
    claims?: Readonly<Record<string, unknown>>,
    header?: { readonly kid?: string; readonly alg?: string; readonly typ?: string },
  ): Promise<string>;
  /** Signs with a new key from now on, and publishes both. */
  rotate(): Promise<void>;
  /** Publishes none of the keys so far any more. */
  withdraw(): void;
  /** While down, every request gets 503. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

const ALGORITHM = "ES256";

export async function startIssuer(): Promise<TestIssuer> {
  const keys: {
    readonly kid: string;
    readonly pair: Awaited<ReturnType<typeof generateKeyPair>>;
    readonly jwk: object;
  }[] = [];
  let firstPublished = 0;
  const asked: Record<string, number> = {};
  let down = false;

  const addKey = async () => {
    const pair = await generateKeyPair(ALGORITHM, { extractable: true });
    const kid = `key-${keys.length + 1}`;
    keys.push({ kid, pair, jwk: { ...(await exportJWK(pair.publicKey)), kid, alg: ALGORITHM, use: "sig" } });
  };
  await addKey();

  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked[path] = (asked[path] ?? 0) + 1;
    if (down) return response.writeHead(503).end();
    response.setHeader("content-type", "application/json");
    if (path === "/.well-known/openid-configuration") {
      return response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
    }
    if (path === "/keys")
      return response.end(JSON.stringify({ keys: keys.slice(firstPublished).map(({ jwk }) => jwk) }));
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const issuer = `http://127.0.0.1:${address.port}`;

  return {
    asked,
    setting: {
      mode: "oidc",
      issuer,
      audiences: ["deploy-lens"],
      projectsClaim: "projects",
      jwksUri: null,
      algorithms: ["ES256", "RS256"],
    },
    async token(claims = {}, header = {}) {
      const key = keys.at(-1);
      if (key === undefined) throw new Error("no key");
      const nowS = Math.floor(Date.now() / 1000);
      const all = {
        iss: issuer,
        aud: "deploy-lens",
        sub: "u-1",
        iat: nowS,
        exp: nowS + 3_600,
        projects: ["demo"],
        ...claims,
      };
      const payload: JWTPayload = Object.fromEntries(
        Object.entries(all).filter(([, value]) => value !== null),
      );
      return new SignJWT(payload)
        .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, ...header })
        .sign(key.pair.privateKey);
    },
    rotate: addKey,
    withdraw() {
      firstPublished = keys.length;
    },
    setDown(isDown) {
      down = isDown;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
