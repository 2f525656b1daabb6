import { randomUUID } from "node:crypto";
import { configure, getCurrentInvoke } from "@codegenie/serverless-express";
import { EventsQuery } from "@deploy-lens/api/events-query";
import { WireEventsQuery } from "@deploy-lens/api/wire-compatible-query";
import cors from "cors";
import express, { type NextFunction, type Request, type Response } from "express";
import helmet from "helmet";
import { ZodError } from "zod";
import { createObserver } from "./observe.ts";
import { createServiceEvents, mayRead } from "./service-events.ts";

const events = createServiceEvents(process.env);
const observe = createObserver();
const app = express();

app.use(helmet());
app.use(cors({ origin: "https://lens.example" }));
app.use((request: Request, response: Response, next: NextFunction) => {
  const startedAtMs = Date.now();
  const requestId = request.get("x-request-id") ?? randomUUID();
  response.set("x-request-id", requestId);
  response.on("finish", () => {
    const { statusCode: status } = response;
    const route = String(request.route?.path ?? "none");
    observe({ requestId, method: request.method, route, status, durationMs: Date.now() - startedAtMs });
  });
  next();
});

interface Params {
  readonly projectId: string;
  readonly serviceId: string;
}

function allow(request: Request<Params>, response: Response, next: NextFunction): void {
  if (mayRead(getCurrentInvoke().event, request.params.projectId)) next();
  else response.status(403).type("application/problem+json").json({ title: "Forbidden", status: 403 });
}

app.get(
  "/v1/:projectId/services/:serviceId/events",
  allow,
  async (request: Request<Params>, response: Response) => {
    response.json(await events.wire(request.params, WireEventsQuery.parse(request.query)));
  },
);
app.get(
  "/api/v1/projects/:projectId/services/:serviceId/events",
  allow,
  async (request: Request<Params>, response: Response) => {
    response.set("cache-control", "private, no-cache");
    response.json(await events.normalized(request.params, EventsQuery.parse(request.query)));
  },
);
app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
  const status = error instanceof ZodError ? 400 : 502;
  response.status(status).type("application/problem+json").json({ title: "Failed", status });
});

export const handler = configure({ app });
