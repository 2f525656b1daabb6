declare module "dynalite" {
  import type { Server } from "node:http";

  /** The options of dynalite that are used here. */
  interface DynaliteOptions {
    /** Folder of the LevelDB files; in memory if omitted. */
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
    /** LevelDB's error; the request is answered with 500 (patches/dynalite). */
    readonly onStoreError?: (error: Error) => void;
  }

  /** A server that speaks DynamoDB's protocol; not yet listening. */
  function dynalite(options?: DynaliteOptions): Server;
  export = dynalite;
}
