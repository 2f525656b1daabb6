import type { ServiceEvent } from "../event/service-event.ts";

/** The events of a whole successful deployment of one model, oldest first. */
export function deploymentEvents(startMs: number, model = "resnet 1.0.0"): readonly ServiceEvent[] {
  const said: readonly (readonly [number, string])[] = [
    [0, "start to deploy service"],
    [24, `building image for model [${model}]`],
    [4_000, `model (${model}) build image success`],
    [4_040, "preparing environment"],
    [24_000, `[${model}] prepare environment success`],
    [24_006, `[${model}] schedule resource success`],
    [24_013, `[${model}] pulling model image`],
    [80_000, `[${model}] pull image success`],
    [80_012, `[${model}] starting model`],
    [90_000, "Service mine started."],
  ];
  return said.map(([afterMs, message]) => ({ occurredAtMs: startMs + afterMs, severity: "normal", message }));
}
