import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bucket, startBucket } from "../testing/bucket.ts";
import { createPublishHandler } from "./publish-handler.ts";
import { siteFile } from "./site-file.ts";

const DAY_MS = 86_400_000;
const FILES = [
  siteFile("index.html", "<!doctype html>"),
  siteFile("assets/index-1.js", "1"),
  siteFile("assets/index-1.css", "a{}"),
  siteFile("icon.svg", "<svg/>"),
];

let nowMs = Date.UTC(2026, 9, 5);
let bucket: Bucket;
let answers: unknown[];
let answerTo: string;
let stop: () => void;

beforeEach(async () => {
  bucket = await startBucket();
  answers = [];
  const cloudFormation = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    answers.push(JSON.parse(body));
    response.end();
  }).listen(0, "127.0.0.1");
  await once(cloudFormation, "listening");
  const address = cloudFormation.address();
  answerTo = typeof address === "object" ? `http://127.0.0.1:${address?.port}/answer?signature=a%2Bb` : "";
  stop = () => cloudFormation.close();
});

afterEach(() => {
  bucket.close();
  stop();
});

function ask(RequestType: "Create" | "Update" | "Delete", files = FILES): Promise<void> {
  const handler = createPublishHandler({
    client: bucket.client,
    files,
    now: () => nowMs,
    fetch,
    log: () => undefined,
  });
  return handler({
    RequestType,
    ResponseURL: answerTo,
    StackId: "stack",
    RequestId: "request",
    LogicalResourceId: "Published",
    ResourceProperties: {
      ServiceToken: "arn",
      bucket: "site",
      configuration: '{"issuer":"https://login.test"}',
    },
  });
}

describe("publishing", () => {
  test("puts every file, with its type and cache lifetime; pages last", async () => {
    await ask("Create");
    expect(Object.fromEntries(bucket.objects)).toMatchObject({
      "index.html": { contentType: "text/html; charset=utf-8", cacheControl: "no-cache" },
      "config.json": { contentType: "application/json", cacheControl: "no-cache" },
      "icon.svg": { contentType: "image/svg+xml", cacheControl: "no-cache" },
      "assets/index-1.js": {
        contentType: "text/javascript; charset=utf-8",
        cacheControl: "public, max-age=31536000, immutable",
      },
      "assets/index-1.css": { contentType: "text/css; charset=utf-8" },
    });
    expect(bucket.puts.slice(0, 2)).toEqual(["assets/index-1.js", "assets/index-1.css"]);
  });

  test("reports success to CloudFormation", async () => {
    await ask("Create");
    expect(answers).toEqual([
      {
        Status: "SUCCESS",
        PhysicalResourceId: "site/site",
        StackId: "stack",
        RequestId: "request",
        LogicalResourceId: "Published",
      },
    ]);
  });

  test("keeps the files of the version before for a week from its replacement: pages that are open may ask for them", async () => {
    await ask("Create");
    const next = [siteFile("index.html", "new"), siteFile("assets/index-2.js", "2")];
    // Longer than a week: that version was live until now.
    nowMs += 30 * DAY_MS;
    await ask("Update", next);
    expect(bucket.objects.has("assets/index-1.js")).toBe(true);
    nowMs += 6 * DAY_MS;
    await ask("Update", next);
    expect(bucket.objects.has("assets/index-1.js")).toBe(true);
    nowMs += 2 * DAY_MS;
    await ask("Update", next);
    expect([...bucket.objects.keys()].sort()).toEqual([
      "assets/index-2.js",
      "config.json",
      "index.html",
      "replaced.json",
    ]);
  });

  test("retains a file that comes back, and restarts its week when it goes again", async () => {
    const without = FILES.filter(({ key }) => key !== "icon.svg");
    await ask("Create");
    await ask("Update", without);
    nowMs += 5 * DAY_MS;
    await ask("Update");
    await ask("Update", without);
    nowMs += 5 * DAY_MS;
    await ask("Update", without);
    expect(bucket.objects.has("icon.svg")).toBe(true);
  });

  test("empties the bucket before it is deleted, however many pages it has", async () => {
    await ask("Create");
    await ask("Delete");
    expect(bucket.objects.size).toBe(0);
    expect(answers).toMatchObject([{ Status: "SUCCESS" }, { Status: "SUCCESS" }]);
  });

  test("that fails says why, so that CloudFormation rolls back at once", async () => {
    bucket.failWith(403);
    await ask("Create");
    expect(answers).toMatchObject([{ Status: "FAILED", Reason: expect.stringContaining("AccessDenied") }]);
  });

  test("that is asked for by nobody we know is an error", async () => {
    const handler = createPublishHandler({
      client: bucket.client,
      files: FILES,
      now: () => nowMs,
      fetch,
      log: () => undefined,
    });
    await expect(handler({ Records: [] })).rejects.toThrow("RequestType");
  });
});
