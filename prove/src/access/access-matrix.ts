import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "@deploy-lens/bff/app";
import { createLambdaHandler } from "@deploy-lens/bff/lambda/lambda-adapter";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import * as z from "zod";
import { type Figure, never, type ProofRun } from "../proof.ts";
import { deploymentEvents } from "../stack/deployment-events.ts";
import { type Issuer, startIssuer } from "../stack/issuer.ts";
import { startApp } from "../stack/running-app.ts";
import { startArchive } from "../stack/running-archive.ts";
import { type Caller, everyCaller } from "./callers.ts";
import { expectedStatuses } from "./expected-status.ts";
import { gatewayEvent, REMAINING } from "./gateway-event.ts";
import { everyTarget, FOREIGN_SERVICE_ID, type Target } from "./targets.ts";

/** Occurs only in the other project's data: events, names and archive. */
const MARK = "foreign-canary";

/** Every route × method × kind of id × query × kind of caller, over HTTP and as Lambda receives it. */
export async function run({ size }: ProofRun): Promise<readonly Figure[]> {
  const issuer = await startIssuer();
  const touched: string[] = [];
  const archive = await startArchive((input) => touched.push(JSON.stringify(input)));
  const { simulator, app, close } = await startApp({
    // The upstream lets everybody in: whatever the app lets through would be answered.
    simulator: { scenario: { services: 0, live: false }, auth: null },
    client: { credentials: parseCredentials({ token: "any" }) },
    app: {
      archive: async () => archive.store,
      auth: issuer.auth,
      projects: ["demo", "other"],
    },
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
        // The target as it stood in the request line, which a server passes on beside the parsed URL.
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
          gatewayEvent({ method, path, headers, body }),
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
  const callers = await everyCaller(issuer);
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
    if (!mayReach(caller, target) && (simulator.requests.count() > 0 || touched.length > 0))
      reached.push(name);
    // What a caller with rights set going may go on after their answer: a 404 of the upstream does not wait for the table.
    if (mayReach(caller, target)) await quiet(() => simulator.requests.count() + touched.length);
    if (touched.some((input) => input.includes("other") || input.includes(MARK)))
      leaked.push(`${name}: read the table`);
  }
  await Promise.all([close(), archive.close(), issuer.close()]);
  return [
    never("requests answered with another status than they should be", wrong, cases.length),
    never("requests that reach upstream or table without right", reached, cases.length),
    never("answers or reads that touch what belongs to another project", leaked, cases.length),
  ];
}

/** The id of a service's latest deployment, asked for by somebody who may. */
async function latestId(app: App, issuer: Issuer, projectId: string, serviceId: string): Promise<string> {
  const authorization = `Bearer ${await issuer.token({ projects: [projectId] })}`;
  const path = `/api/v1/projects/${projectId}/services/${serviceId}/deployments/latest`;
  const answer = await app.request(path, { headers: { authorization } });
  return z.object({ id: z.string() }).parse(await answer.json()).id;
}

/** Waits until a count stands still for a while. */
async function quiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count();
    await sleep(20);
  }
}

/**
 * Callers that try every query and method even in a quick run: one for each reason to refuse, and the authorized one.
 */
const IN_EVERY_WAY: readonly string[] = ["no token", "token that lists no project", "right token"];

function isPlain({ method, isQueried }: Target): boolean {
  return method === "GET" && !isQueried;
}

/** True only for an authorized caller with well-formed ids of its own project. */
function mayReach({ isRight }: Caller, { method, project, service, deployment }: Target): boolean {
  const reads = method === "GET" || method === "HEAD";
  return reads && isRight && project === "own" && service !== "malformed" && deployment !== "malformed";
}
