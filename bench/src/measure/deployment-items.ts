import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import { connectTo, dynoxideBinary, startDynoxide } from "@deploy-lens/store/testing/engine";
import { createDeploymentItems } from "../peers/deployment-items.ts";

/** Costs of deployments that are items of their own. */
export interface ItemsConsumption {
  /** Of one transaction, the mean. */
  readonly writeUnits: number;
  /** Of reading all of them. */
  readonly pages: number;
  readonly readUnits: number;
  readonly bytes: number;
}

const AT_ONCE = 8;

/** Writes deployments one by one, and reads them; `null` on machines for which there is no engine with transactions. */
export async function measureItems(deployments: readonly Deployment[]): Promise<ItemsConsumption | null> {
  const binary = dynoxideBinary();
  if (binary === null) return null;
  const engine = await startDynoxide(binary);
  const client = connectTo(engine);
  try {
    const items = await createDeploymentItems(client);
    let writeUnits = 0;
    const queue = deployments.values();
    const worker = async () => {
      for (const deployment of queue) {
        const units = await items.write(deployment);
        writeUnits += units;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const { pages, units, bytes } = await items.readAll();
    return { writeUnits: writeUnits / deployments.length, pages, readUnits: units, bytes };
  } finally {
    client.destroy();
    await engine.stop();
  }
}
