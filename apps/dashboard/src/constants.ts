/**
 * The Content-Security-Policy of the page: it runs its own files, talks to its own origin and to `alsoTalksTo`, and does
 * nothing else. Whoever serves the page sends this one, so that what works locally works deployed.
 *
 * @param alsoTalksTo origins, such as that of the issuer
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
