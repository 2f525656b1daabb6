import {
  DeleteObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { SiteFile } from "./site-file.ts";

/** A page that is open may still ask for files of the version before. */
const KEPT_MS = 7 * 86_400_000;

/** Puts the site's files into the bucket, pages last, and takes out what has not been part of it for a week. */
export async function publish(
  client: S3Client,
  bucket: string,
  files: readonly SiteFile[],
  now: () => number,
): Promise<void> {
  for (const file of files.toSorted((a, b) => rank(a) - rank(b))) {
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
  const current = new Set(files.map(({ key }) => key));
  await remove(client, bucket, (key, changedAtMs) => !current.has(key) && changedAtMs < now() - KEPT_MS);
}

/** Takes everything out of the bucket: only an empty one can be deleted. */
export async function empty(client: S3Client, bucket: string): Promise<void> {
  await remove(client, bucket, () => true);
}

function rank({ key }: SiteFile): number {
  return key.startsWith("assets/") ? 0 : 1;
}

async function remove(
  client: S3Client,
  bucket: string,
  isToGo: (key: string, changedAtMs: number) => boolean,
): Promise<void> {
  let token: string | undefined;
  do {
    const page: ListObjectsV2CommandOutput = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }),
    );
    const keys = (page.Contents ?? []).flatMap(({ Key, LastModified }) =>
      Key !== undefined && isToGo(Key, LastModified?.getTime() ?? 0) ? [{ Key }] : [],
    );
    if (keys.length > 0) {
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys, Quiet: true } }));
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}
