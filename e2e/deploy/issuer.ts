import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import type { Certificate } from "./emulator/make-certificate.ts";

export const AUDIENCE = "deploy-lens";

/** A token issuer, as an identity provider operates one. */
export interface Issuer {
  readonly url: string;
  /** Issues a valid token, except for the given claims. */
  token(claims: JWTPayload): Promise<string>;
  /** Issues a well-formed token signed with another key. */
  forgedToken(claims: JWTPayload): Promise<string>;
  close(): void;
}

const ALGORITHM = "RS256";
const KEY_ID = "deploy-test";

/** Starts an issuer that serves its discovery document and keys over TLS, for both API Gateway and the BFF. */
export async function startIssuer({ certificateFile, keyFile }: Certificate): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const stranger = await generateKeyPair(ALGORITHM);
  const keys = [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: ALGORITHM, use: "sig" }];

  let url = "";
  const server = createServer(
    { cert: readFileSync(certificateFile), key: readFileSync(keyFile) },
    (request, response) => {
      const documents: Readonly<Record<string, unknown>> = {
        "/.well-known/openid-configuration": { issuer: url, jwks_uri: `${url}/keys` },
        "/keys": { keys },
      };
      const document = documents[request.url ?? ""];
      response.writeHead(document === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(document ?? {}));
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  url = `https://127.0.0.1:${address.port}`;

  const sign = (key: typeof privateKey, claims: JWTPayload) => {
    const nowS = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: url,
      aud: AUDIENCE,
      sub: "tester",
      iat: nowS - 10,
      exp: nowS + 3_600,
      ...claims,
    })
      .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
      .sign(key);
  };
  return {
    url,
    token: (claims) => sign(privateKey, claims),
    forgedToken: (claims) => sign(stranger.privateKey, claims),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
