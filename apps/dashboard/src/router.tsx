import type { Client } from "@deploy-lens/client/call";
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import type { ReactNode } from "react";
import { BrokenPage, MissingPage, PageNotLoadedError } from "./pages/missing-page.tsx";
import { openFindingsQuery } from "./queries/findings-queries.ts";
import { projectsQuery, serviceQuery, servicesQuery } from "./queries/project-queries.ts";
import { deploymentQuery, usualQuery } from "./queries/service-queries.ts";
import { parseSearch, type RawSearch, stringifySearch } from "./search/address-search.ts";
import { Shell } from "./shell/shell.tsx";

export interface RouterContext {
  readonly client: Client;
  readonly queries: QueryClient;
}

/** Pages validate their own parameters, so that an invalid one is reported: see `checkSearch`. */
function asTexts(search: Record<string, unknown>): RawSearch {
  const given = Object.entries(search).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Shell,
  notFoundComponent: MissingPage,
});

/** A page with its own files. On a failure the router itself would reload at once, which without a network loses the page. */
function lazyPage<Module extends Record<Name, () => ReactNode>, Name extends string>(
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(
    () =>
      load().catch((cause: unknown) => {
        throw new PageNotLoadedError(`no code for ${name}`, { cause });
      }),
    name,
  );
}

// Loaders start fetching while the page's code loads, and navigation waits for neither.
const projects = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyPage(() => import("./pages/projects/projects-page.tsx"), "ProjectsPage"),
  loader: ({ context: { client, queries } }) => void queries.prefetchQuery(projectsQuery(client)),
});

const project = createRoute({
  getParentRoute: () => root,
  path: "/projects/$projectId",
  validateSearch: asTexts,
  component: lazyPage(() => import("./pages/project/project-page.tsx"), "ProjectPage"),
  loader: ({ context: { client, queries }, params }) => {
    void queries.prefetchQuery(servicesQuery(client, params));
    void queries.prefetchQuery(openFindingsQuery(client, params));
  },
});

const explorer = createRoute({
  getParentRoute: () => root,
  path: "/projects/$projectId/deployments",
  validateSearch: asTexts,
  component: lazyPage(() => import("./pages/explorer/explorer-page.tsx"), "ExplorerPage"),
});

const service = createRoute({
  getParentRoute: () => root,
  path: "/projects/$projectId/services/$serviceId",
  validateSearch: asTexts,
  component: lazyPage(() => import("./pages/service/service-page.tsx"), "ServicePage"),
  loader: ({ context: { client, queries }, params }) =>
    void queries.prefetchQuery(serviceQuery(client, params)),
});

const deployment = createRoute({
  getParentRoute: () => root,
  path: "/projects/$projectId/services/$serviceId/deployments/$deploymentId",
  validateSearch: asTexts,
  component: lazyPage(() => import("./pages/deployment/deployment-page.tsx"), "DeploymentPage"),
  loader: ({ context: { client, queries }, params }) => {
    void queries.prefetchQuery(deploymentQuery(client, params));
    void queries.prefetchQuery(serviceQuery(client, params));
    void queries.prefetchQuery(usualQuery(client, params));
  },
});

const finding = createRoute({
  getParentRoute: () => root,
  path: "/projects/$projectId/services/$serviceId/findings/$findingId",
  validateSearch: asTexts,
  component: lazyPage(() => import("./pages/findings/finding-page.tsx"), "FindingPage"),
});

export function createDashboardRouter(context: RouterContext) {
  return createRouter({
    routeTree: root.addChildren([projects, project, explorer, service, deployment, finding]),
    context,
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: BrokenPage,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>;
  }
}
