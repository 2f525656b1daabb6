import { hash } from "node:crypto";
import document from "@deploy-lens/api/openapi.json" with { type: "json" };
import { identityOf } from "../cache/identity.ts";
import { send } from "../http/reply.ts";
import type { Handler } from "../http/route.ts";
import { renderDocs } from "./render-docs.ts";
import { STYLE } from "./style.ts";

/** Allows only the page's own style sheet, by its hash. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash("sha256", STYLE, "base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function docsRoute(): Handler {
  let page: Promise<string> | null = null;
  return async (c) => {
    page ??= renderDocs(document);
    const text = await page;
    return send(c, {
      contentType: "text/html; charset=utf-8",
      identity: identityOf(text),
      asOfMs: null,
      source: null,
      cacheControl: "public, max-age=300",
      vary: [],
      headers: { "content-security-policy": CONTENT_SECURITY_POLICY },
      body: () => text,
    });
  };
}
