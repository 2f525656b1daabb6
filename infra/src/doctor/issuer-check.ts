import * as z from "zod";
import { type Check, ok, problem } from "./finding.ts";

const PATIENCE_MS = 10_000;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const Keys = z.object({ keys: z.array(z.object({ kty: z.string(), crv: z.string().optional() })) });

/** True if the BFF will be able to verify tokens of the issuer. */
export function issuerCheck(issuer: string): Check {
  return {
    name: "issuer",
    run: async () => {
      const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
      const discovery = Discovery.safeParse(await fetchJson(address));
      if (!discovery.success)
        return problem(`${address} is not a discovery document: ${discovery.error.message}`);
      const { issuer: said, jwks_uri: keysAddress } = discovery.data;
      if (said !== issuer)
        return problem(`${address} names itself ${said}: identity.issuer must be spelled exactly so`);
      const keys = Keys.safeParse(await fetchJson(keysAddress));
      if (!keys.success) return problem(`${keysAddress} is not a key set: ${keys.error.message}`);
      const usable = keys.data.keys.filter(isUsable);
      if (usable.length > 0) return ok(`${usable.length} usable keys`);
      return problem(`${keysAddress} has no key that the API believes: RSA, EC with P-256 or P-384, Ed25519`);
    },
  };
}

async function fetchJson(address: string): Promise<unknown> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.json();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
    throw new Error(`${address} does not answer (${error instanceof Error ? error.message : ""}${cause})`, {
      cause: error,
    });
  }
}

/** As in the BFF's list of signature algorithms. */
function isUsable({ kty, crv = "" }: z.infer<typeof Keys>["keys"][number]): boolean {
  return (
    kty === "RSA" ||
    (kty === "EC" && ["P-256", "P-384"].includes(crv)) ||
    (kty === "OKP" && crv === "Ed25519")
  );
}
