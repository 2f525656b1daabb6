// The OpenTelemetry Collector's own decoder reads the traces of deployments. Needs Go 1.26 or newer.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { ProjectDeploymentList } from "@deploy-lens/api/deployments/project-deployments";
import type { DeploymentTrace } from "@deploy-lens/api/deployments/trace";
import type { Results } from "../../scripts/results.ts";
import { cacheFolder, outputOf } from "./tools.ts";

const DEPLOYMENTS = 100;
/** The enumerations of OTLP are integers in JSON; the decoder also takes their names. */
const KINDS = ["Unspecified", "Internal", "Server"] as const;
const STATUSES = ["Unset", "Ok", "Error"] as const;

/** Has each of the newest ended deployments of the demo decoded, and compares what was understood with what was sent. */
export async function decodeTraces(url: string): Promise<Results> {
  const project = `${url}/api/v1/projects/demo`;
  const outcomes = "success,failure,timed_out,cancelled,superseded";
  const { deployments } = (await read(
    `${project}/deployments?limit=${DEPLOYMENTS}&outcome=${outcomes}`,
  )) as ProjectDeploymentList;
  const traces: DeploymentTrace[] = [];
  for (const { serviceId, id } of deployments) {
    traces.push((await read(`${project}/services/${serviceId}/deployments/${id}/trace`)) as DeploymentTrace);
  }
  const lines = await outputOf(await buildDecoder(), [], {
    input: traces.map((trace) => JSON.stringify(trace)).join("\n"),
  });
  const understood = lines
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  const wrong = traces.filter((trace, index) => !isDeepStrictEqual(understood[index], asUnderstood(trace)));
  const name = `the Collector's decoder reads the traces of ${traces.length} deployments`;
  const outcomesSeen = new Set(deployments.map(({ outcome }) => outcome)).size;
  const good = wrong.length === 0 && traces.length >= 20 && outcomesSeen >= 2;
  if (good) console.log(`✓ ${name}`);
  else if (wrong[0] !== undefined)
    console.log(`${JSON.stringify(wrong[0])}\nwas understood as\n${lines.slice(0, 5_000)}`);
  return { passed: good ? 1 : 0, failures: good ? [] : [`${name}: ${wrong.length} wrong`] };
}

async function read(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function buildDecoder(): Promise<string> {
  const folder = cacheFolder("otlp-decoder");
  mkdirSync(folder, { recursive: true });
  const binary = join(folder, "otlp-decoder");
  await outputOf("go", ["build", "-o", binary, "."], { cwd: join(import.meta.dirname, "otlp-decoder") });
  return binary;
}

type Attributes = DeploymentTrace["resourceSpans"][number]["resource"]["attributes"];

function plain(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      if (value.arrayValue !== undefined)
        return [key, value.arrayValue.values.map(({ stringValue }) => stringValue)];
      if (value.intValue !== undefined) return [key, Number(value.intValue)];
      return [key, Object.values(value)[0]];
    }),
  );
}

function asUnderstood({ resourceSpans }: DeploymentTrace): unknown {
  const [resource] = resourceSpans;
  return {
    resource: plain(resource?.resource.attributes ?? []),
    spans: (resource?.scopeSpans[0]?.spans ?? []).map((span) => ({
      ...span,
      parentSpanId: span.parentSpanId ?? "",
      kind: KINDS[span.kind],
      status: STATUSES[span.status.code ?? 0],
      message: span.status.message ?? "",
      attributes: plain(span.attributes),
      events: span.events.map((event) => ({ ...event, attributes: plain(event.attributes) })),
    })),
  };
}
