/** The fields of one of the kinds of credentials, as `parseCredentials` reads them. */
export type CredentialFields = Readonly<Record<string, string>>;

/** By kind: the field, and the variable that holds it. */
const KINDS = [
  {
    accessKey: "MODELARTS_ACCESS_KEY",
    secretKey: "MODELARTS_SECRET_KEY",
    securityToken: "MODELARTS_SECURITY_TOKEN",
    expiresAt: "MODELARTS_SECURITY_TOKEN_EXPIRES_AT",
  },
  {
    userName: "MODELARTS_USER_NAME",
    domainName: "MODELARTS_DOMAIN_NAME",
    password: "MODELARTS_PASSWORD",
  },
  { token: "MODELARTS_TOKEN" },
] as const;

type ValuesOf<Kind> = Kind extends unknown ? Kind[keyof Kind] : never;

/** A variable that may hold a part of credentials. */
type CredentialVariable = ValuesOf<(typeof KINDS)[number]> & string;

/** What to set, where none or more than one kind is set. */
export const ONE_KIND_OF_CREDENTIALS =
  "set one kind of credentials: MODELARTS_ACCESS_KEY and MODELARTS_SECRET_KEY; or MODELARTS_USER_NAME, " +
  "MODELARTS_DOMAIN_NAME and MODELARTS_PASSWORD; or MODELARTS_TOKEN";

/**
 * Finds the credentials among the environment's variables; a variable that is set to nothing counts as not set.
 *
 * @returns the fields of the one kind that is set; `null` when none is, or more than one
 *
 * @example
 * credentialsFromEnv({ MODELARTS_TOKEN: "…" }); // { token: "…" }
 */
export function credentialsFromEnv(
  env: { readonly [Name in CredentialVariable]?: string | undefined },
): CredentialFields | null {
  const given = KINDS.map((kind) =>
    Object.entries<CredentialVariable>(kind).flatMap(([field, variable]) => {
      const value = env[variable];
      return value === undefined || value === "" ? [] : [[field, value] as const];
    }),
  ).filter((fields) => fields.length > 0);
  const [fields] = given;
  return given.length === 1 && fields !== undefined ? Object.fromEntries(fields) : null;
}
