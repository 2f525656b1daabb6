/**
 * The page's Content-Security-Policy: its own files, its own origin and `alsoTalksTo`. Every server of the page sends
 * this one, so that what works locally works deployed.
 *
 * @param alsoTalksTo origins, such as the issuer's
 */
export function contentSecurityPolicy(alsoTalksTo: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src ${[...new Set(["'self'", ...alsoTalksTo])].join(" ")}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
