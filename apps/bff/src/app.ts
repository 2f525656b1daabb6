import type { Readiness } from "@deploy-lens/api/health/health";
import { PATHS, type RouteId } from "@deploy-lens/api/openapi/paths";
import type { Context } from "hono";
import { Hono } from "hono/tiny";
import type { LazyArchive } from "./archive/archive.ts";
import { createArchiveReads } from "./archive/archive-reads.ts";
import { createAuthenticate } from "./auth/authenticate.ts";
import { HANDLERS, PUBLIC_ROUTES } from "./handlers.ts";
import { acceptedType } from "./http/accepted-type.ts";
import { beginRequest } from "./http/begin-request.ts";
import { corsFor } from "./http/cors.ts";
import type { RouteDeps } from "./http/route.ts";
import { assertPlainRequest } from "./http/target.ts";
import type { RequestLog } from "./log/request-log.ts";
import type { AppEnv } from "./request/context.ts";
import { ProblemError } from "./request/problem-error.ts";
import type { AuthSetting } from "./settings/auth.ts";
import { type AppSettings, DEFAULT_SETTINGS } from "./settings/settings.ts";
import { createUpstreamReads } from "./upstream/reads.ts";
import type { Upstream } from "./upstream/upstream.ts";

export interface AppDeps {
  readonly upstream: Upstream;
  /** History beyond the upstream's one month. Without it, answers end where the upstream's do. */
  readonly archive?: LazyArchive;
  readonly auth: AuthSetting;
  /** The projects this app serves; defaults to those of `auth` when authentication is off, otherwise to none. */
  readonly projects?: readonly string[];
  /** Resolves to whether the upstream credentials could be loaded. Defaults to true. */
  readonly hasCredentials?: () => Promise<boolean>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Monotonic clock in ms, for the age of cache entries. Defaults to the process's own. */
  readonly monotonicNow?: () => number;
  readonly log: (line: RequestLog) => void;
  readonly settings?: Partial<AppSettings>;
  readonly furtherChecks?: () => Readiness["checks"];
}

export type App = Hono<AppEnv>;

/**
 * Builds the app.
 *
 * @example
 * const app = createApp({ upstream, auth: { mode: "off", projects: ["demo"] }, now: Date.now, log: () => {} });
 * await app.request("/api/v1/projects/demo/services");
 */
export function createApp(deps: AppDeps): App {
  const settings: AppSettings = { ...DEFAULT_SETTINGS, ...deps.settings };
  const served = new Set(deps.projects ?? (deps.auth.mode === "off" ? deps.auth.projects : []));
  const routeDeps = routeDepsOf(deps, settings, served);
  const authenticate = createAuthenticate(deps.auth, served, routeDeps, settings.requestsPerCaller);
  const app: App = new Hono<AppEnv>();

  app.use(beginRequest(deps, settings));
  if (settings.corsOrigins.length > 0) app.use(corsFor(settings.corsOrigins));
  app.use((c, next) => {
    assertPlainRequest(c);
    if (/.\/$/.test(c.req.path)) throw noSuchRoute();
    return next();
  });
  app.onError(refuse);
  app.notFound((c) => refuse(noSuchRoute(), c));

  for (const id of routeIds()) {
    const handle = HANDLERS[id](routeDeps);
    app.get(PATHS[id], async (c) => {
      const context = c.get("context");
      context.notes.route = id;
      if (!PUBLIC_ROUTES.has(id)) context.principal = await authenticate(c);
      context.mediaType = await acceptedType(c, id);
      return handle(c);
    });
    app.all(PATHS[id], (c) => {
      c.var.context.notes.route = id;
      c.header("allow", "GET, HEAD");
      return refuse(new ProblemError("method-not-allowed", { detail: "Use GET or HEAD." }), c);
    });
  }
  return app;
}

function routeDepsOf(deps: AppDeps, settings: AppSettings, served: ReadonlySet<string>): RouteDeps {
  const { upstream, now, monotonicNow = () => performance.now() } = deps;
  const clocks = { now, monotonicNow };
  return {
    reads: createUpstreamReads(upstream, settings.cache, clocks),
    archive:
      deps.archive === undefined ? null : createArchiveReads(deps.archive, settings.archiveCache, clocks),
    archiveTimes: settings.archiveCache,
    ...clocks,
    version: settings.version,
    served,
    isUpstreamHealthy: () => upstream.isUpstreamHealthy(),
    furtherChecks: deps.furtherChecks ?? (() => []),
    hasCredentials: deps.hasCredentials ?? (async () => true),
    admission: settings.admission,
  };
}

/**
 * Problem titles and the mapping of upstream failures are loaded with the first error; most processes never need them.
 */
async function refuse(error: Error, c: Context<AppEnv>): Promise<Response> {
  const { sendError } = await import("./http/send-error.ts");
  return sendError(c, error);
}

function noSuchRoute(): ProblemError {
  return new ProblemError("route-not-found", { detail: "See /openapi.json." });
}

function routeIds(): readonly RouteId[] {
  return Object.keys(PATHS) as RouteId[];
}
