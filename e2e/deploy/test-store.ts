import { connect } from "@deploy-lens/store/table/sdk";
import { storeContract } from "@deploy-lens/store/testing/store-contract";
import type { Deployment } from "./deployment.ts";
import { REGION } from "./emulator/make-certificate.ts";

/** The store's contract suite, on the deployed table. */
export function testStore(deployment: Deployment): void {
  storeContract("the deployed table", async () => ({
    tableName: deployment.output("TableName"),
    connect: () =>
      connect({
        region: REGION,
        endpoint: deployment.world.emulator.endpoint,
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
        requestTimeoutMs: 30_000,
      }),
    stop: async () => undefined,
  }));
}
