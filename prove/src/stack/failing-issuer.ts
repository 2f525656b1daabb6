import { createServer } from "node:http";
import { type Listening, listenOn } from "./listen-on.ts";

/** An issuer whose discovery document is good, and whose keys are this text; `onKeys` hears of each time it says so. */
export async function createIssuerThatFails(
  text: string,
  onKeys: (text: string) => void,
): Promise<Listening> {
  const server = createServer((request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const document = JSON.stringify({ issuer: listening.url, jwks_uri: `${listening.url}/keys` });
    if (request.url === "/keys") onKeys(text);
    response.end(request.url === "/keys" ? text : document);
  });
  const listening = await listenOn(server);
  return listening;
}
