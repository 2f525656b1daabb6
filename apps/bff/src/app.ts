import { Hono } from "hono";
import type { AuthSetting } from "./auth/auth-setting.ts";
import type { AppEnv } from "./exchange.ts";
import { toAnswerable } from "./http/answerable.ts";
import { beginExchange } from "./http/begin-exchange.ts";
import { sendProblem } from "./http/problem.ts";
import type { RequestLog } from "./log/request-log.ts";
import { ProblemError } from "./problem-error.ts";
import { deploymentRoute } from "./routes/deployment.ts";
import { deploymentsRoute } from "./routes/deployments.ts";
import { eventsRoute } from "./routes/events.ts";
import { healthRoute } from "./routes/health.ts";
import { PATHS, type RouteId } from "./routes/paths.ts";
import type { Handler, RouteDeps } from "./routes/route-deps.ts";
import { servicesRoute } from "./routes/services.ts";
import { wireEventsRoute } from "./routes/wire-events.ts";
import { DEFAULT_SETTINGS, type Settings } from "./settings.ts";
import { createUpstreamReads } from "./upstream/reads.ts";
import type { Upstream } from "./upstream/upstream.ts";

/** What the app is made of. */
export interface AppDeps {
  readonly upstream: Upstream;
  readonly auth: AuthSetting;
  /** Epoch ms. */
  readonly now: () => number;
  /** Takes the one line that each request leaves behind. */
  readonly log: (line: RequestLog) => void;
  readonly settings?: Partial<Settings>;
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
  const app: App = new Hono<AppEnv>();
  app.use(beginExchange(deps, settings));
  app.onError((error, c) => sendProblem(c, toAnswerable(error)));
  app.notFound((c) =>
    sendProblem(c, new ProblemError("route-not-found", "See /openapi.json for what there is.")),
  );

  for (const [id, handler] of handlersOf(deps, settings)) {
    app.get(PATHS[id], (c) => {
      c.var.exchange.notes.route = id;
      return handler(c);
    });
    app.all(PATHS[id], (c) => {
      c.var.exchange.notes.route = id;
      c.header("allow", "GET, HEAD");
      return sendProblem(c, new ProblemError("method-not-allowed", "Only GET and HEAD are taken."));
    });
  }
  return app;
}

function handlersOf(deps: AppDeps, settings: Settings): [RouteId, Handler][] {
  const routeDeps: RouteDeps = {
    reads: createUpstreamReads(deps.upstream, settings.cache, deps.now),
    now: deps.now,
    version: settings.version,
    localProjects: deps.auth.mode === "off" ? deps.auth.projects : [],
  };
  return [
    ["listServices", servicesRoute(routeDeps)],
    ["listEvents", eventsRoute(routeDeps)],
    ["listDeployments", deploymentsRoute(routeDeps)],
    ["getDeployment", deploymentRoute(routeDeps)],
    ["listWireEvents", wireEventsRoute(routeDeps)],
    ["getHealth", healthRoute(routeDeps)],
  ];
}
