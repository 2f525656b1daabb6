import { existsSync } from "node:fs";
import { join } from "node:path";
import { contentSecurityPolicy } from "@deploy-lens/dashboard/constants";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { compress } from "hono/compress";

const NOT_BUILT = "The dashboard could not be built; npm start printed why. The API is there.\n";

/** The paths of the dashboard's router; programs that request anything else must not get a page as an answer. */
const PAGE = /^\/(?:$|signed-in$|projects(?:\/|$))/;

/**
 * Serves the dashboard's built files; any other path gets the page, which routes it, if a browser asks.
 *
 * @param region of the platform, for links to its console
 */
export function dashboardFiles(folder: string, region?: string): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header("content-security-policy", contentSecurityPolicy());
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    const immutable = c.req.path.startsWith("/assets/") && c.res.ok;
    c.header("cache-control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
  });
  app.use(compress());
  app.get("/config.json", (c) => c.json(region === undefined ? {} : { region }));
  if (!existsSync(join(folder, "index.html"))) return app.get("*", (c) => c.text(NOT_BUILT, 503));
  app.use(serveStatic({ root: folder }));
  app.get("/assets/*", (c) => c.text("No such file.\n", 404));
  app.get("*", async (c, next) => {
    if (PAGE.test(c.req.path) || c.req.header("accept")?.includes("text/html") === true) return next();
    return c.text("Nothing here.\n", 404);
  });
  app.get("*", serveStatic({ root: folder, path: "index.html" }));
  return app;
}
