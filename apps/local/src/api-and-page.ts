/** What answers a request: an app, or part of one. */
export type Fetch = (request: Request) => Response | Promise<Response>;

const API_PATHS = /^\/(?:api|v1|docs|healthz|readyz|openapi\.json)(?:\/|$)/;

/** One origin for both, as behind the CDN: API paths go to the API, all others to the page. */
export function apiAndPage(api: Fetch, page: Fetch): Fetch {
  return (request) => (API_PATHS.test(new URL(request.url).pathname) ? api(request) : page(request));
}
