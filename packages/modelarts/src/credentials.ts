import * as z from "zod/mini";
import { InvalidArgumentError } from "./errors.ts";
import { Secret } from "./secret.ts";

/** An access key. A temporary one has a security token and an end. */
export interface AccessKeyCredentials {
  readonly kind: "access_key";
  readonly accessKey: Secret;
  readonly secretKey: Secret;
  readonly securityToken: Secret | null;
  /** Epoch ms; `null` for a permanent key. */
  readonly expiresAtMs: number | null;
}

/** An IAM user's name and password, for a token per project. */
export interface PasswordCredentials {
  readonly kind: "password";
  readonly userName: string;
  /** The account that the user belongs to. */
  readonly domainName: string;
  readonly password: Secret;
}

/** A token that someone else obtained and renews. */
export interface TokenCredentials {
  readonly kind: "token";
  readonly token: Secret;
}

/** The three ways to authenticate. Huawei Cloud recommends access keys. */
export type Credentials = AccessKeyCredentials | PasswordCredentials | TokenCredentials;

/** Credentials, or where to get them when first needed, when they are about to end, and when they were refused. */
export type CredentialsSource = Credentials | (() => Promise<Credentials>);

const text = z.string().check(z.minLength(1, "must not be empty"));
/** Travels in a header, so no spaces, line breaks or letters beyond ASCII. */
const headerText = text.check(
  z.regex(/^[\x21-\x7e]+$/, "holds a character that no header can carry (a line break at its end?)"),
);

const wire = z.union(
  [
    z.strictObject({
      accessKey: headerText,
      secretKey: text,
      securityToken: z.optional(headerText),
      expiresAt: z.optional(z.iso.datetime({ offset: true })),
    }),
    z.strictObject({ userName: text, domainName: text, password: text }),
    z.strictObject({ token: headerText }),
  ],
  "must be {accessKey, secretKey}, {accessKey, secretKey, securityToken, expiresAt}, {userName, domainName, password} or {token}",
);

/**
 * Parses credentials as a secret store or the environment holds them. What comes back shows its secrets to nobody.
 *
 * Shapes: `{accessKey, secretKey}`, for a temporary key also `securityToken` and `expiresAt` (ISO 8601);
 * `{userName, domainName, password}`; `{token}`.
 *
 * @example
 * parseCredentials({ accessKey: "AK", secretKey: "SK" }).kind; // "access_key"
 * @throws InvalidArgumentError saying what is wrong, without any value.
 */
export function parseCredentials(value: unknown): Credentials {
  const parsed = wire.safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError("credentials", describe(parsed.error));
  const given = parsed.data;
  if ("token" in given) return { kind: "token", token: new Secret(given.token) };
  if ("password" in given) {
    const { userName, domainName } = given;
    return { kind: "password", userName, domainName, password: new Secret(given.password) };
  }
  return {
    kind: "access_key",
    accessKey: new Secret(given.accessKey),
    secretKey: new Secret(given.secretKey),
    securityToken: given.securityToken === undefined ? null : new Secret(given.securityToken),
    expiresAtMs: given.expiresAt === undefined ? null : Date.parse(given.expiresAt),
  };
}

/** The first thing wrong with the shape that comes closest, else the list of shapes. */
function describe(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === "invalid_union") {
    const near = issue.errors
      .flat()
      .find((inner) => inner.code === "invalid_format" || inner.code === "too_small");
    if (near !== undefined) return `${near.path.join(".")} ${near.message}`;
  }
  return issue?.message ?? "invalid";
}
