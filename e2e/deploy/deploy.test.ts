import { afterAll, beforeAll } from "vitest";
import { Deployment } from "./deployment.ts";
import { testApi } from "./test-api.ts";
import { testCommands } from "./test-commands.ts";
import { testDeadLetters } from "./test-dead-letters.ts";
import { testDoctor } from "./test-doctor.ts";
import { testOperations } from "./test-operations.ts";
import { testPipeline } from "./test-pipeline.ts";
import { testRunbook } from "./test-runbook.ts";
import { testStore } from "./test-store.ts";
import { testTemplates } from "./test-templates.ts";
import { testWeb } from "./test-web.ts";

/** In this order: each builds on what the earlier ones left behind. */
const deployment = new Deployment();

beforeAll(() => deployment.begin());
afterAll(() => deployment.end());

testTemplates(deployment);
testDoctor(deployment);
testCommands.deploy(deployment);
testApi(deployment);
testPipeline(deployment);
testRunbook(deployment);
testDeadLetters(deployment);
testWeb(deployment);
testStore(deployment);
testOperations(deployment);
testCommands.redeploy(deployment);
testCommands.secondRegion(deployment);
testCommands.destroy(deployment);
