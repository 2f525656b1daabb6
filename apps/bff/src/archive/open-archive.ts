import { connect } from "@deploy-lens/store/connect";
import { createStore } from "@deploy-lens/store/store";
import type { Archive } from "./archive.ts";

/** Opens the table. Somebody waits for every answer, so trying again ends sooner than where nobody does. */
export function openArchive(tableName: string): Archive {
  return createStore({ client: connect({ maxAttempts: 3, requestTimeoutMs: 2_000 }), tableName });
}
