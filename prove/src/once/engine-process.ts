// The table's engine in a process of its own, which nobody kills: prints its endpoint.
import { startDynalite } from "@deploy-lens/store/testing/engine";

const { endpoint } = await startDynalite();
process.stdout.write(`${endpoint}\n`);
