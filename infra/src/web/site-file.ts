import { extname } from "node:path";

/** A file of the site with its metadata. */
export interface SiteFile {
  /** Its path in the bucket, with `/` on every platform. */
  readonly key: string;
  readonly body: Uint8Array | string;
  readonly contentType: string;
  readonly cacheControl: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Describes a file. Names under `assets/` contain a hash of the content, so these files never change. */
export function siteFile(key: string, body: Uint8Array | string): SiteFile {
  return {
    key,
    body,
    contentType: CONTENT_TYPES[extname(key)] ?? "application/octet-stream",
    cacheControl: key.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
}
