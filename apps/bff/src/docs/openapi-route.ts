import document from "@deploy-lens/api/openapi.json" with { type: "json" };
import { identityOf } from "../cache/identity.ts";
import { send } from "../http/reply.ts";
import type { Handler } from "../http/route.ts";

export function openApiRoute(): Handler {
  const text = JSON.stringify(document);
  const identity = identityOf(text);
  return (c) =>
    send(c, {
      contentType: "application/json",
      identity,
      asOfMs: null,
      source: null,
      cacheControl: "public, max-age=300",
      vary: [],
      body: () => text,
    });
}
