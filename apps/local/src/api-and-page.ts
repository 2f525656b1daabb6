/** The raw request line, before a URL object resolved its dots. */
export interface ServerBindings {
  readonly incoming?: { readonly url?: string | undefined };
}

export type Fetch = (request: Request, server?: ServerBindings) => Response | Promise<Response>;

const API_PATHS = /^\/(?:api|v\d+|docs|healthz|readyz|openapi\.json)(?:\/|$)/;
/** Files of the page have an extension; its routes have none. */
const FILE = /\.[a-z0-9]+$/;

/**
 * Serves both from one origin, as the CDN does: API paths go to the API, files to the page. Any other path is a page
 * for clients that accept HTML, and a route that does not exist for all others.
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
