import { Agent, createServer, request, type Server } from "node:http";
import httpProxy from "http-proxy-3";

/** A proxy with http-proxy-3, which keeps its connections. */
export function createHttpProxy(upstreamUrl: string): Server {
  const proxy = httpProxy.createProxyServer({ target: upstreamUrl, agent: new Agent({ keepAlive: true }) });
  return createServer((incoming, outgoing) => proxy.web(incoming, outgoing));
}

const HOP_BY_HOP = new Set(["connection", "host", "keep-alive", "transfer-encoding"]);

/** A proxy in a few lines of Node.js' own: headers and bodies in both directions. */
export function createNodeProxy(upstreamUrl: string): Server {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(upstreamUrl);
  return createServer((incoming, outgoing) => {
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter(([name]) => !HOP_BY_HOP.has(name)),
    );
    const sent = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers, agent },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    sent.on("error", () => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end();
    });
    outgoing.on("close", () => {
      if (!outgoing.writableEnded) sent.destroy();
    });
    incoming.pipe(sent);
  });
}
