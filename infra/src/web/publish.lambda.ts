import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { SITE_FOLDER } from "./constants.ts";
import { createPublishHandler } from "./publish-handler.ts";
import { siteFile } from "./site-file.ts";

const FOLDER = join(import.meta.dirname, SITE_FOLDER);

const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => siteFile(path.slice(FOLDER.length + 1).replaceAll(sep, "/"), readFileSync(path)));

export const handler = createPublishHandler({
  client: new S3Client(),
  files,
  now: Date.now,
  fetch,
  log: (line) => void process.stderr.write(`${line}\n`),
});
