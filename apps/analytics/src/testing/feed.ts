import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { normalEvent } from "./world.ts";

/** The events of a successful deployment of one model that takes `seconds`. */
export function deploymentEvents(startMs: number, model = "resnet 1.0.0", seconds = 90): ServiceEvent[] {
  const at = (share: number, message: string) =>
    normalEvent(Math.round(startMs + share * seconds * 1_000), message);
  const [name, version] = model.split(" ");
  return [
    at(0, "start to deploy service"),
    at(0.01, `building image for model [${model}]`),
    at(0.05, `model (${name} ${version}) build image success`),
    at(0.06, "preparing environment"),
    at(0.3, `[${model}] prepare environment success`),
    at(0.31, `[${model}] schedule resource success`),
    at(0.32, `[${model}] pulling model image`),
    at(0.8, `[${model}] pull image success`),
    at(0.81, `[${model}] starting model`),
    at(1, "Service mine started."),
  ];
}
