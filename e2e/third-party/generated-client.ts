// openapi-generator makes a client for Go from the API's description; it compiles as it is, and its calls work. Needs Java 11 and Go
// 1.25 or newer.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { DeploymentList } from "@deploy-lens/api/deployments/deployments";
import type { ServiceList } from "@deploy-lens/api/services/services";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import type { Results } from "../../scripts/results.ts";
import { cacheFolder, outputOf } from "./tools.ts";

const VERSION = "7.25.0";
const JAR = `https://repo1.maven.org/maven2/org/openapitools/openapi-generator-cli/${VERSION}/openapi-generator-cli-${VERSION}.jar`;
const SHA256 = "41ce4f6b07f196676439d710759fa1ced7a08066d06ff1bf314681470289efae";
const description = join(import.meta.dirname, "../../packages/api/openapi.generated.json");

const GO_MODULE = `module deploy-lens.test/clients/go-client

go 1.25.0

require deploy-lens.test/clients/lens v0.0.0

replace deploy-lens.test/clients/lens => ./lens
`;

/** A word and a field that today's description does not have. */
const TOMORROW = { word: "paused_by_tomorrow", field: "addedTomorrow" };

/** Has the client for Go generated and compiled, and compares what it reads with what the API answers. */
export async function useGeneratedClient(url: string): Promise<Results> {
  const client = await buildClient();
  const service = await serviceWithMostDeployments(url);
  const tomorrow = await startTomorrow(url);
  try {
    const { port } = tomorrow.address() as AddressInfo;
    const args = [`http://127.0.0.1:${port}`, "demo", service, SAMPLE_SERVICE_ID];
    const read: unknown = JSON.parse(await outputOf(client, args));
    return compared(read, await expected(url, service));
  } finally {
    tomorrow.closeAllConnections();
    tomorrow.close();
  }
}

function compared(read: unknown, known: Readonly<Record<string, unknown>>): Results {
  const name = (key: string) => `openapi-generator ${VERSION} for Go: ${key}`;
  const answers = read as Readonly<Record<string, unknown>>;
  const keys = Object.keys(known);
  const failed = keys.filter((key) =>
    // Read earlier than it is asked for again; more than 32 bits hold.
    key === "elapsedMs"
      ? !(Number(answers[key]) > 2 ** 32 && Number(answers[key]) <= Number(known[key]))
      : !isDeepStrictEqual(answers[key], known[key]),
  );
  for (const key of keys.filter((each) => !failed.includes(each))) console.log(`✓ ${name(key)}`);
  return {
    passed: keys.length - failed.length,
    failures: failed.map(
      (key) => `${name(key)}: read ${JSON.stringify(answers[key])}, answered ${JSON.stringify(known[key])}`,
    ),
  };
}

async function expected(url: string, service: string): Promise<Record<string, unknown>> {
  const project = `${url}/api/v1/projects/demo`;
  const services = (await json(`${project}/services?limit=1000`)) as ServiceList;
  const list = (await json(
    `${project}/services/${service}/deployments?limit=200&from=2019-01-01`,
  )) as DeploymentList;
  const statistics = (await json(
    `${project}/deploy-durations?groupBy=service,phase&from=1562597251764`,
  )) as DeployDurations;
  const latest = (await json(`${project}/services/${SAMPLE_SERVICE_ID}/deployments/latest`)) as {
    elapsedMs: number;
  };
  return {
    services: services.services.length,
    deployments: list.deployments.map(({ id }) => id),
    outcomes: list.deployments.flatMap(({ outcome }) => (outcome === null ? [] : [inTomorrow(outcome)])),
    elapsedMs: latest.elapsedMs,
    groups: statistics.groups.length,
    wire: 1_562_597_332_582,
    notFound: "urn:deploy-lens:problem:service-not-found",
    invalid: "urn:deploy-lens:problem:invalid-parameters",
  };
}

function inTomorrow(outcome: string): string {
  return outcome === "success" ? TOMORROW.word : outcome;
}

async function serviceWithMostDeployments(url: string): Promise<string> {
  const { groups } = (await json(
    `${url}/api/v1/projects/demo/deploy-durations?groupBy=service&outcome=any`,
  )) as DeployDurations;
  const busy = groups
    .filter(({ key, n }) => key.service !== undefined && n <= 150)
    .toSorted((a, b) => b.n - a.n)
    .find(({ key }) => key.service?.name !== "recommend-live");
  if (busy?.key.service === undefined) throw new Error("the demo has no such service");
  return busy.key.service.id;
}

/** The API as a later version might answer: each object has a field more, and a word is new. */
async function startTomorrow(url: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const answer = await fetch(`${url}${request.url}`, {
      headers: { accept: request.headers.accept ?? "*/*" },
    });
    const body = JSON.parse(await answer.text(), (_key, value: unknown) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      if ("outcome" in value && typeof value.outcome === "string") value.outcome = inTomorrow(value.outcome);
      // Counts by word are no objects with fields.
      return "type" in value || "id" in value || "page" in value
        ? { ...value, [TOMORROW.field]: { a: [1] } }
        : value;
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function json(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function buildClient(): Promise<string> {
  const folder = cacheFolder("go-client");
  mkdirSync(folder, { recursive: true });
  const generated = join(folder, "lens");
  const stamp = join(folder, "description.sha256");
  const digest = createHash("sha256").update(readFileSync(description)).digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== digest) {
    rmSync(generated, { recursive: true, force: true });
    const properties = "packageName=lens,withGoMod=true,isGoSubmodule=false";
    await outputOf("java", [
      ...["-jar", await jar(), "generate", "-i", description, "-g", "go", "-o", generated],
      ...["--additional-properties", properties, "--git-host", "deploy-lens.test"],
      ...["--git-user-id", "clients", "--git-repo-id", "lens"],
    ]);
    // Its tests import a library that its code does not.
    rmSync(join(generated, "test"), { recursive: true, force: true });
    writeFileSync(join(generated, "go.mod"), "module deploy-lens.test/clients/lens\n\ngo 1.23\n");
    rmSync(join(generated, "go.sum"), { force: true });
    writeFileSync(stamp, digest);
  }
  cpSync(join(import.meta.dirname, "go-client"), folder, { recursive: true });
  writeFileSync(join(folder, "go.mod"), GO_MODULE);
  const binary = join(folder, "client");
  await outputOf("go", ["build", "-o", binary, "."], { cwd: folder });
  return binary;
}

/** The generator, by its checksum. */
async function jar(): Promise<string> {
  const file = join(cacheFolder("go-client"), `openapi-generator-${VERSION}.jar`);
  if (!existsSync(file)) {
    const answer = await fetch(JAR);
    if (!answer.ok) throw new Error(`${JAR}: ${answer.status}`);
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  }
  const digest = createHash("sha256").update(readFileSync(file)).digest("hex");
  if (digest === SHA256) return file;
  rmSync(file);
  throw new Error(`openapi-generator ${VERSION} has another checksum: ${digest}`);
}
