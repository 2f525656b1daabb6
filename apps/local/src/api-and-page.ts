/** What the server knows of a request beside it: the request line as it came, before a URL object resolved its dots. */
export interface ServerBindings {
  readonly incoming?: { readonly url?: string | undefined };
}

/** What answers a request: an app, or part of one. */
export type Fetch = (request: Request, server?: ServerBindings) => Response | Promise<Response>;

const API_PATHS = /^\/(?:api|v\d+|docs|healthz|readyz|openapi\.json)(?:\/|$)/;
/** Files of the page have an extension; its own addresses have none. */
const FILE = /\.[a-z0-9]+$/;

/**
 * One origin for both, as behind the CDN: API paths go to the API, files to the page. Any other path is a page for those who ask
 * for HTML; for everybody else it is a route that does not exist.
 */
export function apiAndPage(api: Fetch, page: Fetch): Fetch {
  return (request, server) => {
    const { pathname } = new URL(request.url);
    const isPage = pathname === "/" || FILE.test(pathname) || wantsHtml(request);
    return isPage && !API_PATHS.test(pathname) ? page(request) : api(request, server);
  };
}

function wantsHtml(request: Request): boolean {
  return /\btext\/html\b/i.test(request.headers.get("accept") ?? "");
}
