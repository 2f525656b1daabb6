import { claim } from "@deploy-lens/core/testing/claim";
import { deploymentEvents } from "@deploy-lens/core/testing/deployment-events";
import { never } from "@deploy-lens/core/testing/figure";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import * as z from "zod";
import type { App } from "./app.ts";
import { createLambdaHandler } from "./lambda/lambda-adapter.ts";
import { REMAINING } from "./testing/ask.ts";
import { type Caller, everyCaller } from "./testing/callers.ts";
import { startIssuer, type TestIssuer } from "./testing/issuer.ts";
import { startApp, startArchive } from "./testing/running-app.ts";
import { everyTarget, FOREIGN_SERVICE_ID, type Target } from "./testing/targets.ts";
import { gatewayEvent } from "./testing/ways.ts";

/** Occurs only in the other project's data. */
const MARK = "foreign-canary";

// Every route × method × kind of id × query × kind of caller, over HTTP and through the Lambda adapter.
claim(
  "Nobody reads anything without a valid token, or anything of another project, by any route",
  async ({ size }) => {
    const [issuer, foreign] = await Promise.all([startIssuer(), startIssuer()]);
    const touched: string[] = [];
    const archive = await startArchive((input) => touched.push(JSON.stringify(input)));
    const { simulator, app, close } = await startApp({
      anyToken: true,
      app: { archive: async () => archive.store, auth: issuer.setting, projects: ["demo", "other"] },
    });
    const events = deploymentEvents(Date.now() - 3_600_000, `${MARK} 1.0.0`);
    simulator.addService({ id: FOREIGN_SERVICE_ID, projectId: "other", name: MARK, events });
    await archive.keep("other", FOREIGN_SERVICE_ID, events);
    const handler = createLambdaHandler(app);
    const ways = [
      {
        name: "HTTP",
        ask: async ({ method, path, body }: Target, { authorization }: Caller) => {
          const headers = authorization === null ? {} : { authorization };
          // A server passes the raw request target beside the parsed URL.
          const answer = await app.request(path, { method, headers, body }, { incoming: { url: path } });
          return {
            status: answer.status,
            text: `${await answer.text()}${JSON.stringify([...answer.headers])}`,
          };
        },
      },
      {
        name: "Lambda",
        ask: async ({ method, path, body }: Target, { authorization }: Caller) => {
          const headers = authorization === null ? {} : { authorization };
          const { statusCode, ...rest } = await handler(
            gatewayEvent(path, { method, headers, body }),
            REMAINING,
          );
          return { status: statusCode, text: JSON.stringify(rest) };
        },
      },
    ];

    const targets = everyTarget({
      own: await latestId(app, issuer, "demo", SAMPLE_SERVICE_ID),
      foreign: await latestId(app, issuer, "other", FOREIGN_SERVICE_ID),
    });
    const wrong: string[] = [];
    const leaked: string[] = [];
    const reached: string[] = [];
    const callers = await everyCaller(issuer, foreign);
    const cases = ways.flatMap((way) =>
      callers.flatMap((caller) =>
        targets
          .filter((target) => size !== "quick" || isPlain(target) || IN_EVERY_WAY.includes(caller.name))
          .map((target) => ({ way, caller, target })),
      ),
    );
    for (const { way, caller, target } of cases) {
      const name = `${way.name}, ${caller.name}: ${target.method} ${target.name} ${target.path.replace(/^[^?]*/, "")}`;
      simulator.requests.clear();
      touched.length = 0;
      const { status, text } = await way.ask(target, caller);
      if (!expectedStatuses(caller, target).includes(status)) wrong.push(`${name}: ${status}`);
      if (text.includes(MARK)) leaked.push(name);
      const reads = simulator.requests.count() + (countsAll(target) ? 0 : touched.length);
      if (!mayReach(caller, target) && reads > 0) reached.push(name);
      // An authorized caller's reads may outlast the answer: a 404 of the upstream does not wait for the table.
      if (mayReach(caller, target)) await archive.idle();
      if (!countsAll(target) && touched.some((input) => input.includes("other") || input.includes(MARK)))
        leaked.push(`${name}: read the table`);
    }
    await Promise.all([close(), archive.close(), issuer.close(), foreign.close()]);
    return [
      never("requests answered with a wrong status", wrong, cases.length),
      never("requests that reach upstream or table without authorization", reached, cases.length),
      never("answers or reads that touch what belongs to another project", leaked, cases.length),
    ];
  },
);

/** The id of a service's latest deployment, read by an authorized caller. */
async function latestId(app: App, issuer: TestIssuer, projectId: string, serviceId: string): Promise<string> {
  const authorization = `Bearer ${await issuer.token({ projects: [projectId] })}`;
  const path = `/api/v1/projects/${projectId}/services/${serviceId}/deployments/latest`;
  const answer = await app.request(path, { headers: { authorization } });
  return z.object({ id: z.string() }).parse(await answer.json()).id;
}

/**
 * Callers that try every query and method even in a quick run: one for each reason to refuse, and the authorized one.
 */
const IN_EVERY_WAY: readonly string[] = ["no token", "token that lists no project", "right token"];

function isPlain({ method, isQueried }: Target): boolean {
  return method === "GET" && !isQueried;
}

/** Readiness tells anyone how many services of all projects have events that could not be read, and names none. */
function countsAll({ name }: Target): boolean {
  return name.startsWith("getReadiness ");
}

/** True only for an authorized caller with well-formed ids of its own project. */
function mayReach({ isRight }: Caller, { method, project, service, deployment }: Target): boolean {
  const reads = method === "GET" || method === "HEAD";
  return reads && isRight && project === "own" && service !== "malformed" && deployment !== "malformed";
}

/** The statuses that a caller may get. */
function expectedStatuses(caller: Caller, target: Target): readonly number[] {
  // The method may be refused before or after the caller.
  if (target.method !== "GET" && target.method !== "HEAD") return [400, 401, 403, 404, 405];
  const statuses = ofPath(caller, target);
  // A route may refuse a parameter or a format, but only to an authorized caller.
  return target.isQueried && (!target.isSecured || statuses.includes(200) || statuses.includes(404))
    ? [...statuses, 400, 406]
    : statuses;
}

function ofPath(
  { isRight, name }: Caller,
  { name: targetName, isSecured, project, service, deployment }: Target,
): readonly number[] {
  if (!isSecured) return [200];
  const kinds = [project, service, deployment];
  const malformed = kinds.includes("malformed");
  if (!isRight) {
    const proven = name.startsWith("token that lists");
    // A malformed id may be refused before authentication.
    if (malformed) return proven ? [400, 403, 404] : [400, 401, 404];
    if (!proven) return [401];
    return project === null ? [200] : [403];
  }
  if (project === "malformed") return [400, 404];
  if (project === "foreign" || project === "absent") return malformed ? [400, 403, 404] : [403];
  if (malformed) return [400, 404];
  if (kinds.includes("foreign") || kinds.includes("absent")) return [404];
  // The sample's deployment is open, and has no trace yet.
  return targetName.startsWith("getDeploymentTrace ") ? [200, 409] : [200];
}
