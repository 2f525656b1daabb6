import { contentSecurityPolicy } from "@deploy-lens/dashboard/constants";
import { Duration } from "aws-cdk-lib";
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseHeadersPolicyProps,
} from "aws-cdk-lib/aws-cloudfront";
import type { EnvironmentSettings } from "../settings.ts";

/** Headers of the dashboard's files. The API's answers carry their own. */
export function pageHeaders(identity: EnvironmentSettings["identity"]): ResponseHeadersPolicyProps {
  return {
    comment: "Deploy Lens: the dashboard",
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: contentSecurityPolicy([
          new URL(identity.issuer).origin,
          ...identity.otherOrigins,
        ]),
        override: true,
      },
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
