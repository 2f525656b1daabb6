declare module "dynalite" {
  import type { Server } from "node:http";

  /** What of dynalite's options is used here. */
  interface DynaliteOptions {
    /** Folder of the LevelDB files; in memory when left out. */
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
    /** What LevelDB failed with; the request is answered with 500 (patches/dynalite). */
    readonly onStoreError?: (error: Error) => void;
  }

  /** A server that speaks DynamoDB's protocol; not yet listening. */
  function dynalite(options?: DynaliteOptions): Server;
  export = dynalite;
}
