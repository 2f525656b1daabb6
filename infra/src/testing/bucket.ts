import { once } from "node:events";
import { createServer } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";

/** A stored object of the bucket. */
export interface StoredObject {
  readonly contentType: string | undefined;
  readonly cacheControl: string | undefined;
  readonly text: string;
}

/** A local bucket with the part of S3's protocol that publishing uses: put, get, list in pages of two, delete. */
export interface Bucket {
  readonly client: S3Client;
  readonly objects: Map<string, StoredObject>;
  /** Keys in the order in which they were put. */
  readonly puts: readonly string[];
  /** Answers the next request with this status. */
  failWith(status: number): void;
  close(): void;
}

const PAGE = 2;

export async function startBucket(): Promise<Bucket> {
  const objects = new Map<string, StoredObject>();
  const puts: string[] = [];
  let failure: number | null = null;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://bucket");
    let body = "";
    for await (const chunk of request) body += String(chunk);
    if (failure !== null) {
      response.writeHead(failure).end("<Error><Code>AccessDenied</Code><Message>no</Message></Error>");
      failure = null;
      return;
    }
    const key = decodeURIComponent(url.pathname.split("/").slice(2).join("/"));
    if (request.method === "PUT") {
      puts.push(key);
      objects.set(key, {
        contentType: request.headers["content-type"],
        cacheControl: request.headers["cache-control"],
        text: body,
      });
      response.end();
    } else if (request.method === "POST") {
      for (const [, gone = ""] of body.matchAll(/<Key>(.*?)<\/Key>/g)) objects.delete(gone);
      response.end("<DeleteResult/>");
    } else if (key !== "") {
      const found = objects.get(key);
      response
        .writeHead(found === undefined ? 404 : 200)
        .end(found?.text ?? "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>");
    } else {
      response.end(page(objects, url.searchParams.get("continuation-token") ?? ""));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: "eu-west-1",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
  return {
    client,
    objects,
    puts,
    failWith: (status) => {
      failure = status;
    },
    close: () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}

function page(objects: ReadonlyMap<string, StoredObject>, after: string): string {
  const rest = [...objects].filter(([key]) => key > after).sort(([a], [b]) => (a < b ? -1 : 1));
  const listed = rest.slice(0, PAGE);
  const more = rest.length > PAGE;
  const contents = listed.map(([key]) => `<Contents><Key>${key}</Key></Contents>`);
  const next = more ? `<NextContinuationToken>${listed.at(-1)?.[0]}</NextContinuationToken>` : "";
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join("")}</ListBucketResult>`;
}
