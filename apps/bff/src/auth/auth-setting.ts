import type { SignatureAlgorithm } from "./signature-algorithms.ts";

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
  /** Algorithms of signatures that are believed. */
  readonly algorithms: readonly SignatureAlgorithm[];
}

/** Everybody may read everything: for a stack that listens on loopback alone. */
export interface OffSetting {
  readonly mode: "off";
  /** The projects that there are. */
  readonly projects: readonly string[];
}
