import type { Readiness } from "@deploy-lens/api/health/health";
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
import { PATHS, type RouteId } from "./request/paths.ts";
import { ProblemError } from "./request/problem-error.ts";
import type { AuthSetting } from "./settings/auth.ts";
import { DEFAULT_SETTINGS, type Settings } from "./settings/settings.ts";
import { createUpstreamReads } from "./upstream/reads.ts";
import type { Upstream } from "./upstream/upstream.ts";

/** What the app is made of. */
export interface AppDeps {
  readonly upstream: Upstream;
  /** What was kept past the upstream's month, loaded when first needed. Without it, answers end where the upstream's do. */
  readonly archive?: LazyArchive;
  readonly auth: AuthSetting;
  /** The projects that are served; those of `auth` where that is off, none by default. */
  readonly projects?: readonly string[];
  /** Whether the credentials for the upstream could be loaded; without it, they are there. */
  readonly hasCredentials?: () => Promise<boolean>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Ms since any moment, never set back, for the age of what caches hold; by default the process's own. */
  readonly monotonicNow?: () => number;
  /** Takes the one line that each request leaves behind. */
  readonly log: (line: RequestLog) => void;
  readonly settings?: Partial<Settings>;
  /** What `/readyz` reports beside upstream and archive: of the process that runs the app. */
  readonly furtherChecks?: () => Readiness["checks"];
}

/** The app: a value that answers requests, wherever they come from. */
export type App = Hono<AppEnv>;

/**
 * Makes the app.
 *
 * @example
 * const app = createApp({ upstream, auth: { mode: "off", projects: ["demo"] }, now: Date.now, log: () => {} });
 * await app.request("/api/v1/projects/demo/services");
 */
export function createApp(deps: AppDeps): App {
  const settings: Settings = { ...DEFAULT_SETTINGS, ...deps.settings };
  const served = new Set(deps.projects ?? (deps.auth.mode === "off" ? deps.auth.projects : []));
  const routeDeps = routeDepsOf(deps, settings);
  const authenticate = createAuthenticate(deps.auth, served, routeDeps);
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
      return refuse(new ProblemError("method-not-allowed", { detail: "Only GET and HEAD are taken." }), c);
    });
  }
  return app;
}

function routeDepsOf(deps: AppDeps, settings: Settings): RouteDeps {
  const { upstream, now, monotonicNow = () => performance.now() } = deps;
  const clocks = { now, monotonicNow };
  return {
    reads: createUpstreamReads(upstream, settings.cache, clocks),
    archive:
      deps.archive === undefined ? null : createArchiveReads(deps.archive, settings.archiveCache, clocks),
    archiveTimes: settings.archiveCache,
    ...clocks,
    version: settings.version,
    isUpstreamHealthy: () => upstream.isUpstreamHealthy(),
    furtherChecks: deps.furtherChecks ?? (() => []),
    hasCredentials: deps.hasCredentials ?? (async () => true),
    admission: settings.admission,
  };
}

/** Problems, their titles and what the upstream's failures mean are loaded with the first error: most starts meet none. */
async function refuse(error: Error, c: Context<AppEnv>): Promise<Response> {
  const { sendError } = await import("./http/send-error.ts");
  return sendError(c, error);
}

function noSuchRoute(): ProblemError {
  return new ProblemError("route-not-found", { detail: "See /openapi.json for what there is." });
}

/** Guarantee: the keys of {@link PATHS} are its keys. */
function routeIds(): readonly RouteId[] {
  return Object.keys(PATHS) as RouteId[];
}
