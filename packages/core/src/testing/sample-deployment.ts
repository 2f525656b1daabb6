import sample from "../../fixtures/documented-sample.json" with { type: "json" };
import { deriveDeployments } from "../derive/index.ts";
import { parseEventsAnswer, toServiceEvent } from "../upstream/events.ts";
import type { Deployment } from "../vocabulary/deployment.ts";

/** The documented sample of the API reference, derived: open, with `start_model` running. */
export const SAMPLE_DEPLOYMENT: Deployment = onlyDeployment();

function onlyDeployment(): Deployment {
  const answer = parseEventsAnswer(sample);
  const events = answer.events.map(toServiceEvent);
  const [first] = deriveDeployments({ serviceId: answer.service_id, events }).deployments;
  if (first === undefined) throw new Error("the documented sample has no deployment");
  return first.deployment;
}
