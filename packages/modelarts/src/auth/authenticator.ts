import { startDeadline, untilAborted } from "@deploy-lens/deadline";
import { ROUTES } from "../call/route.ts";
import {
  CredentialsUnavailableError,
  UpstreamAuthError,
  UpstreamHttpError,
  UpstreamTimeoutError,
} from "../errors/index.ts";
import type {
  AccessKeyCredentials,
  Credentials,
  CredentialsSource,
  PasswordCredentials,
  Secret,
  TokenCredentials,
} from "../settings/credentials.ts";
import { createRefreshed, type Refreshed, type RefreshLimits, type Validity } from "./refreshed.ts";
import { type SignableRequest, sign } from "./signature.ts";

/** Permission to send one request with certain credentials; the outcome must be reported back. */
export interface Authorization {
  /** Returns the request's headers plus those that authenticate it. */
  readonly authenticate: (request: SignableRequest) => Record<string, string>;
  /** Values to scrub from anything the upstream echoes. */
  readonly secrets: readonly Secret[];
  /** Reports a refusal; returns whether authorizing again may yield better credentials. */
  readonly refused: (error: UpstreamAuthError) => boolean;
  /** Reports any other answer. */
  readonly accepted: () => void;
}

/** Issues authorizations for requests about a project. */
export interface Authenticator {
  authorize(projectId: string, signal: AbortSignal): Promise<Authorization>;
}

/** Dependencies and limits of an authenticator. */
export interface AuthenticatorOptions {
  readonly credentials: CredentialsSource;
  readonly issueToken: (
    credentials: PasswordCredentials,
    projectId: string,
    signal: AbortSignal,
  ) => Promise<IamToken>;
  readonly limits: RefreshLimits & {
    /** Time limit for loading a token or a secret. */
    readonly loadTimeoutMs: number;
    /** Projects whose credentials and token are cached. */
    readonly maxProjects: number;
    /** Interval at which a secret store is read again without a refusal, to notice a rotation. */
    readonly rereadMs: number;
  };
  readonly now: () => number;
  readonly monotonicNow: () => number;
  readonly random: () => number;
}

/** Creates an authenticator for any of the three kinds of credentials. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { limits, now, monotonicNow, random } = options;
  const projects = new Map<string, ProjectCredentials>();

  const loadToken = (projectId: string, store: CredentialsStore) =>
    withinTimeLimit(limits.loadTimeoutMs, tokenTimeout, async (signal) => {
      const credentials = await store.get(signal);
      if (credentials.kind !== "password") throw new CredentialsUnavailableError("their kind has changed");
      try {
        return await options.issueToken(credentials, projectId, signal);
      } catch (error) {
        if (error instanceof UpstreamAuthError) store.refused(credentials, error);
        throw error;
      }
    });

  const createProject = (projectId: string): ProjectCredentials => {
    const store = createCredentialsStore(projectId, options);
    const load = () => loadToken(projectId, store);
    const renewal = { leastWaitMs: waitAskedFor, limits, now, monotonicNow, random };
    return { store, tokens: createRefreshed({ load, validity: tokenValidity, ...renewal }) };
  };

  const projectOf = (projectId: string): ProjectCredentials => {
    const project = projects.get(projectId) ?? createProject(projectId);
    // A Map iterates in insertion order, so the first entry is the least recently used.
    projects.delete(projectId);
    projects.set(projectId, project);
    const [oldest] = projects.keys();
    if (projects.size > limits.maxProjects && oldest !== undefined) projects.delete(oldest);
    return project;
  };

  return {
    async authorize(projectId, signal) {
      const { store, tokens } = projectOf(projectId);
      const credentials = await store.get(signal);
      if (credentials.kind === "password") return byPassword(tokens, signal);
      return {
        ...(credentials.kind === "token"
          ? withToken(credentials)
          : withAccessKey(credentials, projectId, now)),
        refused: (error) => store.refused(credentials, error),
        accepted: store.accepted,
      };
    },
  };
}

/** One project's, so that a project with refused credentials does not hold up the others. */
interface ProjectCredentials {
  readonly store: CredentialsStore;
  /** For a name and a password. */
  readonly tokens: Refreshed<IamToken>;
}

async function byPassword(tokens: Refreshed<IamToken>, signal: AbortSignal): Promise<Authorization> {
  const token = await tokens.get(signal);
  return {
    ...withToken(token),
    refused: (error) => {
      tokens.refuse(token, error);
      return true;
    },
    accepted: tokens.accept,
  };
}

/** Honours the source's `Retry-After`; the caller caps it. */
function waitAskedFor(error: unknown): number {
  return error instanceof UpstreamHttpError ? (error.retryAfterMs ?? 0) : 0;
}

function withToken({ token }: Pick<TokenCredentials, "token">) {
  return {
    authenticate: (request: SignableRequest) => ({ ...request.headers, "x-auth-token": token.reveal() }),
    secrets: [token],
  };
}

function withAccessKey(
  { accessKey, secretKey, securityToken }: AccessKeyCredentials,
  projectId: string,
  now: () => number,
) {
  const headers: Record<string, string> = { "x-project-id": projectId };
  if (securityToken !== null) headers["x-security-token"] = securityToken.reveal();
  return {
    authenticate: (request: SignableRequest) =>
      sign({ ...request, headers: { ...request.headers, ...headers } }, accessKey, secretKey, now()),
    secrets: [accessKey, secretKey, ...(securityToken === null ? [] : [securityToken])],
  };
}

/** Fixed credentials, or those of a function that is called when needed. */
interface CredentialsStore {
  get(signal: AbortSignal): Promise<Credentials>;
  refused(credentials: Credentials, error: UpstreamAuthError): boolean;
  accepted(): void;
}

function createCredentialsStore(
  projectId: string,
  { credentials: source, limits, now, monotonicNow, random }: AuthenticatorOptions,
): CredentialsStore {
  if (typeof source !== "function") {
    return { get: async () => source, refused: () => false, accepted: () => undefined };
  }
  const validity = (credentials: Credentials): Validity => {
    const endsAtMs =
      (credentials.kind === "access_key" ? credentials.expiresAtMs : null) ?? Number.POSITIVE_INFINITY;
    return { refreshAtMs: Math.min(now() + limits.rereadMs, endsAtMs - 5 * 60_000), expiresAtMs: endsAtMs };
  };
  const load = () =>
    withinTimeLimit(limits.loadTimeoutMs, storeTimeout, async () => {
      const credentials = await callSource(() => source(projectId));
      if (validity(credentials).expiresAtMs <= now()) {
        throw new CredentialsUnavailableError("the temporary key has expired already");
      }
      return credentials;
    });
  const refreshed = createRefreshed({
    load,
    validity,
    leastWaitMs: waitAskedFor,
    limits,
    now,
    monotonicNow,
    random,
  });
  return {
    get: refreshed.get,
    refused: (credentials, error) => {
      refreshed.refuse(credentials, error);
      return true;
    },
    accepted: refreshed.accept,
  };
}

/** Passes on only the name of an error: its message may quote the secret that was read. */
async function callSource(source: () => Promise<Credentials>): Promise<Credentials> {
  return source().catch((error: unknown) => {
    throw new CredentialsUnavailableError(error instanceof Error ? error.name : "not an error");
  });
}

function storeTimeout(timeoutMs: number): CredentialsUnavailableError {
  return new CredentialsUnavailableError(`the credentials function did not answer within ${timeoutMs} ms`);
}

/** A timeout rather than a credentials error: IAM did not answer, so nothing is known about the credentials. */
function tokenTimeout(timeoutMs: number): UpstreamTimeoutError {
  return new UpstreamTimeoutError({ method: "POST", path: ROUTES.issueToken }, timeoutMs);
}

async function withinTimeLimit<T>(
  timeoutMs: number,
  timeoutError: (timeoutMs: number) => Error,
  load: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline({ timeoutMs, expired: () => timeoutError(timeoutMs) });
  try {
    return await untilAborted(load(deadline.signal), deadline.signal);
  } finally {
    deadline.close();
  }
}

/** A project-scoped token. Times are epoch ms. */
export interface IamToken {
  readonly token: Secret;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/**
 * Computes when to renew a token and when to stop sending it: 30 minutes and 30 seconds before it expires, or 20 % and 5 %
 * of its lifetime if that is shorter.
 *
 * @example
 * tokenValidity({ token, issuedAtMs: 0, expiresAtMs: 86_400_000 }); // { refreshAtMs: 84_600_000, expiresAtMs: 86_370_000 }
 */
function tokenValidity({ issuedAtMs, expiresAtMs }: IamToken): Validity {
  const lifeMs = expiresAtMs - issuedAtMs;
  return {
    refreshAtMs: expiresAtMs - Math.min(30 * 60_000, lifeMs * 0.2),
    expiresAtMs: expiresAtMs - Math.min(30_000, lifeMs * 0.05),
  };
}
