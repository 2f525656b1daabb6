declare module "dynalite" {
  import type { Server } from "node:http";

  /** What of dynalite's options the tests use. */
  interface DynaliteOptions {
    /** Folder of the LevelDB store; in memory when missing. */
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
  }

  function dynalite(options?: DynaliteOptions): Server;
  export = dynalite;
}
