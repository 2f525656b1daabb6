import { InvalidArgumentError } from "../errors/index.ts";

/** An access key; a temporary one also has a security token and an expiry. */
export interface AccessKeyCredentials {
  readonly kind: "access_key";
  readonly accessKey: Secret;
  readonly secretKey: Secret;
  readonly securityToken: Secret | null;
  /** Epoch ms; `null` for a permanent key. */
  readonly expiresAtMs: number | null;
}

/** An IAM user's name and password, from which a token per project is obtained. */
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

/** Credentials, or a function that is called on a project's first use, before they expire and after they were refused. */
export type CredentialsSource = Credentials | ((projectId: string) => Promise<Credentials>);

/** Returns what is wrong with a field, or `null`. */
type Check = (value: unknown) => string | null;

const text: Check = (value) => {
  if (typeof value !== "string") return "must be a text";
  if (value === "") return "must not be empty";
  return /[\r\n]/.test(value) ? "holds a line break (at its end?)" : null;
};

/** Sent in a header, so printable ASCII without spaces or line breaks. */
const headerText: Check = (value) =>
  text(value) ??
  (/^[\x21-\x7e]+$/.test(String(value))
    ? null
    : "holds a character that no header can carry (a line break at its end?)");

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

const time: Check = (value) =>
  typeof value === "string" && ISO_TIME.test(value) && !Number.isNaN(Date.parse(value))
    ? null
    : "must be an ISO 8601 time with Z or an offset";

interface Shape {
  readonly required: Readonly<Record<string, Check>>;
  readonly optional: Readonly<Record<string, Check>>;
}

const SHAPES: readonly Shape[] = [
  {
    required: { accessKey: headerText, secretKey: text },
    optional: { securityToken: headerText, expiresAt: time },
  },
  { required: { userName: text, domainName: text, password: text }, optional: {} },
  { required: { token: headerText }, optional: {} },
];

const SHAPES_HINT =
  "must be {accessKey, secretKey}, {accessKey, secretKey, securityToken, expiresAt}, {userName, domainName, password} or {token}";

/**
 * Parses credentials from a secret store or the environment into {@link Secret}s.
 *
 * Shapes: `{accessKey, secretKey}`, for a temporary key also `securityToken` and `expiresAt` (ISO 8601);
 * `{userName, domainName, password}`; `{token}`.
 *
 * @example
 * parseCredentials({ accessKey: "AK", secretKey: "SK" }).kind; // "access_key"
 * @throws InvalidArgumentError naming the problem without quoting any value.
 */
export function parseCredentials(value: unknown): Credentials {
  const given = fieldsOf(value);
  const problem = problemWith(given);
  if (problem !== null) throw new InvalidArgumentError("credentials", problem);
  const field = (name: string): string => given[name] ?? "";
  if ("token" in given) return { kind: "token", token: new Secret(field("token")) };
  if ("password" in given) {
    const password = new Secret(field("password"));
    return { kind: "password", userName: field("userName"), domainName: field("domainName"), password };
  }
  return {
    kind: "access_key",
    accessKey: new Secret(field("accessKey")),
    secretKey: new Secret(field("secretKey")),
    securityToken: given.securityToken === undefined ? null : new Secret(given.securityToken),
    expiresAtMs: given.expiresAt === undefined ? null : Date.parse(given.expiresAt),
  };
}

/**
 * The project's own credentials from a secret that lists them by project, in the form that `parseCredentials` takes;
 * else the secret's default ones.
 *
 * @example const secret = { token: "T1", projects: { b: { token: "T2" } } }; credentialsOf(secret, "a"); // { token:
 * "T1" } credentialsOf(secret, "b"); // { token: "T2" }
 */
export function credentialsOf(secret: unknown, projectId: string): unknown {
  if (typeof secret !== "object" || secret === null || !("projects" in secret)) return secret;
  const { projects, ...common } = secret;
  const isListed = typeof projects === "object" && projects !== null && Object.hasOwn(projects, projectId);
  return isListed ? Reflect.get(projects, projectId) : common;
}

type Fields = Readonly<Partial<Record<string, string>>>;

/** Unchecked: {@link problemWith} verifies that every field is a string. */
function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** The first problem under the shape that has these fields, or the list of shapes if none has; `null` if all is well. */
function problemWith(given: Fields): string | null {
  const names = Object.keys(given).filter((name) => given[name] !== undefined);
  const shape = SHAPES.find(
    ({ required, optional }) =>
      Object.keys(required).every((name) => Object.hasOwn(given, name)) &&
      names.every((name) => Object.hasOwn(required, name) || Object.hasOwn(optional, name)),
  );
  if (shape === undefined) return SHAPES_HINT;
  const checks = { ...shape.required, ...shape.optional };
  for (const name of names) {
    const problem = checks[name]?.(given[name]) ?? null;
    if (problem !== null) return `${name} ${problem}`;
  }
  return null;
}

const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * A string that cannot leak into logs, JSON or errors by accident; only {@link Secret.reveal} returns it.
 *
 * @example
 * const key = new Secret("s3cr3t");
 * `${key}`; // "[secret]"
 * JSON.stringify({ key }); // '{"key":"[secret]"}'
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect](): string {
    return "[secret]";
  }
}

/**
 * Removes secrets from an untrusted text, in plain, URL-encoded and JSON-escaped form, as well as request signatures,
 * which stay valid for 15 minutes.
 *
 * @example
 * scrub("bad token abc123", [new Secret("abc123")]); // "bad token [secret]"
 */
export function scrub(text: string, secrets: readonly Secret[]): string {
  let scrubbed = text;
  for (const secret of secrets) {
    const plain = secret.reveal();
    if (plain === "") continue;
    for (const spelling of [plain, encodeURIComponent(plain), JSON.stringify(plain).slice(1, -1)]) {
      scrubbed = scrubbed.replaceAll(spelling, "[secret]");
    }
  }
  return scrubbed.replaceAll(/Signature=[0-9a-f]+/g, "Signature=[secret]");
}
