/** What the server knows of a request beside it: the request line as it came, before a URL object resolved its dots. */
export interface ServerBindings {
  readonly incoming?: { readonly url?: string | undefined };
}

/** What answers a request: an app, or part of one. */
export type Fetch = (request: Request, server?: ServerBindings) => Response | Promise<Response>;

const API_PATHS = /^\/(?:api|v1|docs|healthz|readyz|openapi\.json)(?:\/|$)/;

/** One origin for both, as behind the CDN: API paths go to the API, all others to the page. */
export function apiAndPage(api: Fetch, page: Fetch): Fetch {
  return (request, server) =>
    API_PATHS.test(new URL(request.url).pathname) ? api(request, server) : page(request);
}
