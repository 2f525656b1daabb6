declare module "dynalite" {
  import type { Server } from "node:http";

  /** What of dynalite's options the tests use. */
  interface DynaliteOptions {
    readonly createTableMs?: number;
  }

  function dynalite(options?: DynaliteOptions): Server;
  export = dynalite;
}
