/** The fields of one kind of credentials, as `parseCredentials` expects them. */
export type CredentialFields = Readonly<Record<string, string>>;

/** For each kind of credentials, its fields and their environment variables. */
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

type CredentialVariable = ValuesOf<(typeof KINDS)[number]> & string;

/** Error text for environments that set no kind of credentials, or more than one. */
export const ONE_KIND_OF_CREDENTIALS =
  "set one kind of credentials: MODELARTS_ACCESS_KEY and MODELARTS_SECRET_KEY; or MODELARTS_USER_NAME, " +
  "MODELARTS_DOMAIN_NAME and MODELARTS_PASSWORD; or MODELARTS_TOKEN";

/**
 * Finds the credentials among the environment variables; an empty variable counts as unset.
 *
 * @returns the fields of the kind that is set; `null` if none is, or more than one
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
