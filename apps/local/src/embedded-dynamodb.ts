import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import dynalite from "dynalite";
import { Level } from "level";
import { dataFolderError } from "./data-folder-error.ts";

export interface EmbeddedDynamoDb {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Versions before the first release stored rollups differently; their history is read again into a new folder. */
const TABLE_FOLDER = "dynamodb-2";

/**
 * Starts the embedded DynamoDB on a free port of loopback.
 *
 * @param dataFolder where its files are; acknowledged writes survive a kill
 * @param onFailure called once with the first failure of the file system or LevelDB. From then on reads work as far as
 * possible and writes are refused, because LevelDB drops everything after a half-written record when it is next opened.
 * @throws DataFolderError when the folder or the table cannot be used
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
        // The clients are closed: sockets that are still open belong to aborted requests.
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Opens and closes the files: LevelDB explains a failure here, dynalite does not. */
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
