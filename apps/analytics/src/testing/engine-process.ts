// The table's engine in its own process, which is never killed: prints its endpoint.
import { startDynalite } from "@deploy-lens/store/testing/engine";

const { endpoint } = await startDynalite();
process.stdout.write(`${endpoint}\n`);
