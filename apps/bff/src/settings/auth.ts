/** Signatures with a public key, so that who verifies cannot sign: never `none`, never a shared secret. */
export const SIGNATURE_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"] as const;

/** One of {@link SIGNATURE_ALGORITHMS}. */
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** How callers prove who they are. */
export type AuthSetting = OidcSetting | OffSetting;

/** OpenID Connect bearer tokens. */
export interface OidcSetting {
  readonly mode: "oidc";
  /** Exactly as tokens spell it in `iss`. */
  readonly issuer: string;
  /** One of them must stand in `aud`. */
  readonly audiences: readonly string[];
  /** The claim that lists the projects that the caller may read. */
  readonly projectsClaim: string;
  /** Where the issuer's keys are; by default its discovery document says. */
  readonly jwksUri: string | null;
  /** A scope that every token must have; `null`: none. The surest way to tell an access token from an ID token. */
  readonly requiredScope?: string | null;
  /** Algorithms of signatures that are believed. */
  readonly algorithms: readonly SignatureAlgorithm[];
}

/** Everybody may read everything: for a stack that listens on loopback alone. */
export interface OffSetting {
  readonly mode: "off";
  /** The projects that there are. */
  readonly projects: readonly string[];
}
