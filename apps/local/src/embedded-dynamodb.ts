import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import dynalite from "dynalite";
import { Level } from "level";
import { dataFolderError } from "./data-folder-error.ts";

/** A DynamoDB in this process. */
export interface EmbeddedDynamoDb {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Rollups before the first release were written otherwise; what they were made of is read again into a folder of its own. */
const TABLE_FOLDER = "dynamodb-2";

/**
 * Starts the embedded DynamoDB on a free port of loopback.
 *
 * @param dataFolder Where it keeps its files; what was acknowledged survives a kill.
 * @param onFailure Called once, with what the file system or LevelDB failed with. From then on reads are answered as far as
 *   they go, and nothing is written: LevelDB drops what follows a half-written record when it is next opened.
 * @throws DataFolderError when the folder or the files in it cannot be used.
 */
export async function startEmbeddedDynamoDb(
  dataFolder: string,
  onFailure: (error: unknown) => void,
): Promise<EmbeddedDynamoDb> {
  const path = join(dataFolder, TABLE_FOLDER);
  try {
    await openOnce(path);
  } catch (error) {
    throw dataFolderError(error, dataFolder);
  }
  let failed = false;
  const onStoreError = (error: unknown) => {
    if (failed) return;
    failed = true;
    onFailure(dataFolderError(error, dataFolder));
  };
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, onStoreError });
  const [answer] = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const isRead = /\.(?:Get|BatchGet|Query|Scan|Describe|List)/.test(
      String(request.headers["x-amz-target"]),
    );
    if (!failed || isRead) return answer?.call(server, request, response);
    request.resume();
    response.writeHead(500, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify({ __type: "InternalServerError", message: "nothing more is written" }));
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${portOf(server.address())}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        // Its clients have ended: what is still open belongs to requests that were given up.
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Opens the files and closes them again: LevelDB gives its reasons here, and dynalite none. */
async function openOnce(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  const level = new Level(path);
  await level.open();
  await level.close();
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the embedded DynamoDB has no port");
  return address.port;
}
