import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as z from "zod";
import { type SiteFile, siteFile } from "./site-file.ts";

/** An open page may still request files of the previous version. */
const KEPT_MS = 7 * 86_400_000;

/** Since when files are no longer part of the site, ms: the bucket only records when they were put. */
const REPLACED_KEY = "replaced.json";
const Replaced = z.record(z.string(), z.number());

/** Puts the site's files into the bucket, pages last, and deletes files that have not been part of it for a week. */
export async function publish(
  client: S3Client,
  bucket: string,
  files: readonly SiteFile[],
  now: () => number,
): Promise<void> {
  for (const file of files.toSorted((a, b) => rank(a) - rank(b))) await put(client, bucket, file);
  const current = new Set([REPLACED_KEY, ...files.map(({ key }) => key)]);
  const known = await readReplaced(client, bucket);
  const replaced: Record<string, number> = {};
  await remove(client, bucket, (key) => {
    if (current.has(key)) return false;
    const since = known[key] ?? now();
    const isToGo = since < now() - KEPT_MS;
    if (!isToGo) replaced[key] = since;
    return isToGo;
  });
  await put(client, bucket, siteFile(REPLACED_KEY, JSON.stringify(replaced)));
}

async function put(client: S3Client, bucket: string, file: SiteFile): Promise<void> {
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: file.key,
      Body: file.body,
      ContentType: file.contentType,
      CacheControl: file.cacheControl,
    }),
  );
}

async function readReplaced(client: S3Client, bucket: string): Promise<z.infer<typeof Replaced>> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: REPLACED_KEY }));
    return Replaced.parse(JSON.parse((await Body?.transformToString()) ?? "{}"));
  } catch (error) {
    if (error instanceof NoSuchKey) return {};
    throw error;
  }
}

/** Empties the bucket, because only an empty one can be deleted. */
export async function empty(client: S3Client, bucket: string): Promise<void> {
  await remove(client, bucket, () => true);
}

function rank({ key }: SiteFile): number {
  return key.startsWith("assets/") ? 0 : 1;
}

async function remove(client: S3Client, bucket: string, isToGo: (key: string) => boolean): Promise<void> {
  let token: string | undefined;
  do {
    const page: ListObjectsV2CommandOutput = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }),
    );
    const keys = (page.Contents ?? []).flatMap(({ Key }) =>
      Key !== undefined && isToGo(Key) ? [{ Key }] : [],
    );
    if (keys.length > 0) {
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys, Quiet: true } }));
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}
