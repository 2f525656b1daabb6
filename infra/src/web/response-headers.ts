import { Duration } from "aws-cdk-lib";
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseHeadersPolicyProps,
} from "aws-cdk-lib/aws-cloudfront";
import type { Settings } from "../settings.ts";

/** Headers of the dashboard's files. The API's answers carry their own. */
export function pageHeaders(identity: Settings["identity"]): ResponseHeadersPolicyProps {
  return {
    comment: "Deploy Lens: the dashboard",
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(identity), override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(730),
        includeSubdomains: true,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: "permissions-policy", value: "camera=(), geolocation=(), microphone=()", override: true },
        { header: "cross-origin-opener-policy", value: "same-origin", override: true },
      ],
    },
  };
}

/** What the page may do: run its own files, talk to its own origin and to whoever signs people in, and nothing else. */
export function contentSecurityPolicy({
  issuer,
  otherOrigins,
}: Pick<Settings["identity"], "issuer" | "otherOrigins">): string {
  const talksTo = ["'self'", new URL(issuer).origin, ...otherOrigins];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src ${[...new Set(talksTo)].join(" ")}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
