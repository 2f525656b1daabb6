import { iamError, type SimulatedAnswer } from "../http/answer.ts";
import { hexOf } from "../service/ids.ts";
import type { AuthOptions, SimulatedCaller, SimulatedUser } from "./credentials.ts";

const DAY_MS = 86_400_000;

/** Issues tokens like IAM and verifies them. */
export interface TokenService {
  /** Answers `POST /v3/auth/tokens`. */
  issue(body: string, parameters: URLSearchParams, nowMs: number): SimulatedAnswer;
  /** The sender that a token identifies, or why it is refused. */
  verify(token: string, nowMs: number): SimulatedCaller | "unknown" | "expired";
  /** Expires every token issued so far. */
  expireAll(): void;
  issuedCount(): number;
}

/** Makes a token service for some users. Tokens differ from one another, and are the same in every run. */
export function createTokenService(options: AuthOptions): TokenService {
  const { users = [], projectNames = {}, tokenLifetimeMs = DAY_MS } = options;
  const issued = new Map<string, { readonly caller: SimulatedCaller; expiresAtMs: number }>();

  return {
    issue(body, parameters, nowMs) {
      const request = readTokenRequest(body);
      if (request === null) {
        return iamError(
          400,
          "Bad Request",
          "The request body is invalid: auth.identity.password.user is required.",
        );
      }
      const user = users.find((candidate) => isUser(candidate, request));
      if (user === undefined) return iamError(401, "Unauthorized", "The username or password is wrong.");

      const projectId = request.project === null ? null : (projectNames[request.project] ?? request.project);
      if (projectId !== null && !user.projectIds.includes(projectId)) {
        return iamError(
          401,
          "Unauthorized",
          `The project ${request.project} is not available for this user.`,
        );
      }
      const token = tokenText(issued.size);
      const expiresAtMs = nowMs + tokenLifetimeMs;
      issued.set(token, {
        caller: {
          projectIds: projectId === null ? null : [projectId],
          deniedActions: user.deniedActions ?? [],
        },
        expiresAtMs,
      });
      return {
        status: 201,
        headers: { "X-Subject-Token": token },
        body: { token: tokenBody(user, projectId, nowMs, expiresAtMs, parameters.has("nocatalog")) },
      };
    },
    verify(token, nowMs) {
      const known = issued.get(token);
      if (known === undefined) return "unknown";
      return known.expiresAtMs <= nowMs ? "expired" : known.caller;
    },
    expireAll() {
      for (const known of issued.values()) known.expiresAtMs = Number.NEGATIVE_INFINITY;
    },
    issuedCount: () => issued.size,
  };
}

interface TokenRequest {
  readonly domainName: string;
  readonly userName: string;
  readonly password: string;
  /** Id or name of the project in the scope. */
  readonly project: string | null;
}

function readTokenRequest(body: string): TokenRequest | null {
  const auth = dig(parseJson(body), "auth");
  const methods = dig(auth, "identity", "methods");
  if (!Array.isArray(methods) || methods.length !== 1 || methods[0] !== "password") return null;
  const user = dig(auth, "identity", "password", "user");
  const userName = dig(user, "name");
  const password = dig(user, "password");
  const domainName = dig(user, "domain", "name");
  const project = dig(auth, "scope", "project", "id") ?? dig(auth, "scope", "project", "name") ?? null;
  if (typeof userName !== "string" || typeof password !== "string" || typeof domainName !== "string")
    return null;
  if (project !== null && typeof project !== "string") return null;
  return { domainName, userName, password, project };
}

function isUser(user: SimulatedUser, request: TokenRequest): boolean {
  return (
    user.userName === request.userName &&
    user.domainName === request.domainName &&
    user.password === request.password
  );
}

function tokenBody(
  user: SimulatedUser,
  projectId: string | null,
  issuedAtMs: number,
  expiresAtMs: number,
  withoutCatalog: boolean,
): Record<string, unknown> {
  const domain = { id: hexOf("domain", user.domainName).slice(0, 32), name: user.domainName };
  const scope = projectId === null ? { domain } : { project: { id: projectId, name: projectId, domain } };
  return {
    expires_at: microseconds(expiresAtMs),
    issued_at: microseconds(issuedAtMs),
    methods: ["password"],
    ...(withoutCatalog ? {} : { catalog: tokenCatalog() }),
    ...scope,
    roles: [{ id: "0", name: "te_admin" }],
    user: {
      id: hexOf("user", user.userName).slice(0, 32),
      name: user.userName,
      domain,
      password_expires_at: "",
    },
  };
}

/** IAM writes ISO 8601 with six decimals. */
function microseconds(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}

/** Real tokens begin so too: base64 of a CMS message. */
function tokenText(number: number): string {
  return `MIIS${Buffer.from(hexOf("token", number).repeat(4)).toString("base64")}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function dig(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

const REGIONS = ["cn-north-1", "cn-north-4", "cn-east-3", "cn-south-1", "cn-southwest-2"] as const;
const SERVICES = ["ecs", "evs", "vpc", "obs", "swr", "modelarts", "cce", "dns", "ces", "smn", "rds"] as const;

/**
 * The endpoints of every service, which a token's answer carries unless `?nocatalog` is given: about 18 KB, as IAM's.
 */
function tokenCatalog(): unknown[] {
  return SERVICES.map((type) => ({
    endpoints: REGIONS.map((region) => ({
      id: `${type}-${region}-0123456789abcdef0123456789abcdef`,
      interface: "public",
      region,
      region_id: region,
      url: `https://${type}.${region}.example.invalid/v1.0/0123456789abcdef0123456789abcdef/${type}-public-endpoint`,
    })),
    id: `${type}-0123456789abcdef0123456789abcdef`,
    name: type,
    type: `${type}v1.0`,
  }));
}
