/** Asymmetric signatures only, so that a verifier cannot sign: never `none`, never a shared secret. */
export const SIGNATURE_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"] as const;

export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

export type AuthSetting = OidcSetting | OffSetting;

export interface OidcSetting {
  readonly mode: "oidc";
  /** Exactly as in the token's `iss`. */
  readonly issuer: string;
  /** `aud` must contain one of these. */
  readonly audiences: readonly string[];
  readonly projectsClaim: string;
  readonly jwksUri: string | null;
  /** A scope that every token must have, or `null`. The most reliable way to tell access tokens from ID tokens. */
  readonly requiredScope?: string | null;
  readonly algorithms: readonly SignatureAlgorithm[];
}

/** No authentication: only for a stack that listens on loopback. */
export interface OffSetting {
  readonly mode: "off";
  readonly projects: readonly string[];
}
