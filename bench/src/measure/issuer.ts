import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { listen } from "./listen.ts";

const ISSUER = "https://issuer.example";
const AUDIENCE = "lens";
const KEY_ID = "bench";

/** Issues one token with the most common algorithm, and serves the key to verify it. */
export async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: "RS256", use: "sig" };
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
  const jwksUri = await listen(server);
  const token = await new SignJWT({ projects: ["demo"] })
    .setProtectedHeader({ alg: "RS256", kid: KEY_ID })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject("bench")
    .setExpirationTime("1h")
    .sign(privateKey);
  const setting = {
    mode: "oidc",
    issuer: ISSUER,
    audiences: [AUDIENCE],
    projectsClaim: "projects",
    jwksUri,
    algorithms: ["RS256"],
  } as const;
  return {
    setting,
    token,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
