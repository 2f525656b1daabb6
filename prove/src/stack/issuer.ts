import { createServer } from "node:http";
import type { AuthSetting } from "@deploy-lens/bff/settings/auth";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { listenOn } from "./listen-on.ts";

/** Whom a token is for, and until when. */
export interface TokenWishes {
  readonly projects?: unknown;
  readonly subject?: string;
  readonly audience?: string;
  readonly issuer?: string;
  /** From now, s; negative: it is over. */
  readonly lifeS?: number;
  /** Signed by somebody else's key, under the same name. */
  readonly forged?: boolean;
}

/** An OpenID Connect issuer on this machine. */
export interface Issuer {
  readonly url: string;
  /** How an app trusts it, and it alone. */
  readonly auth: AuthSetting;
  token(wishes?: TokenWishes): Promise<string>;
  close(): Promise<void>;
}

const AUDIENCE = "deploy-lens";
const KEY_ID = "key-1";

/** Starts an issuer: its discovery document, its keys, and tokens of any kind. */
export async function startIssuer(): Promise<Issuer> {
  const [own, foreign] = await Promise.all([generateKeyPair("ES256"), generateKeyPair("ES256")]);
  const jwk = { ...(await exportJWK(own.publicKey)), kid: KEY_ID, alg: "ES256", use: "sig" };
  const server = createServer((request, response) => {
    const documents: Readonly<Record<string, unknown>> = {
      "/.well-known/openid-configuration": { issuer: url, jwks_uri: `${url}/keys` },
      "/keys": { keys: [jwk] },
    };
    const document = documents[request.url ?? ""];
    response.writeHead(document === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(document ?? {}));
  });
  const { url, close } = await listenOn(server);
  return {
    url,
    auth: {
      mode: "oidc",
      issuer: url,
      audiences: [AUDIENCE],
      projectsClaim: "projects",
      jwksUri: null,
      algorithms: ["ES256"],
    },
    close,
    token: ({
      projects = ["demo"],
      subject = "someone",
      audience = AUDIENCE,
      issuer = url,
      lifeS = 3_600,
      forged = false,
    } = {}) => {
      const nowS = Math.floor(Date.now() / 1000);
      return new SignJWT({ projects, scope: "read" })
        .setProtectedHeader({ alg: "ES256", kid: KEY_ID })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt(nowS - 7_200)
        .setExpirationTime(nowS + lifeS)
        .sign(forged ? foreign.privateKey : own.privateKey);
    },
  };
}
