import { expect, test } from "vitest";
import { feed } from "../testing/derivation-fixtures.ts";
import { timelineOf } from "./timeline.ts";

/** Contract 3, rule 1: begins of deployments, begins of phases, ends of phases, what is about the whole service. */
const IN_ORDER = [
  "start to deploy service",
  "The service is being updated.",
  "The service is being started.",
  "building image",
  "[a 1] pulling model image",
  "构建镜像失败。",
  "build image success",
  "schedule resource success",
  "[a 1] pull image failed",
  "Service m started.",
  "The service is being stopped.",
  "服务部署失败，x",
  "deploy service success",
];

test("within one millisecond the order is that of the meaning, whatever the order of arrival, and repeats collapse", () => {
  const events = feed(...IN_ORDER.map((text) => `5 ${text}`));
  const textsOf = (timeline: ReturnType<typeof timelineOf>) => timeline.map(({ event }) => event.message);
  expect(textsOf(timelineOf(events))).toEqual(IN_ORDER);
  expect(textsOf(timelineOf(events.toReversed()))).toEqual(IN_ORDER);
  for (const at of IN_ORDER.keys()) {
    const turned = [...events.slice(at), ...events.slice(0, at)];
    expect(textsOf(timelineOf(turned))).toEqual(IN_ORDER);
    expect(textsOf(timelineOf([...events.slice(0, at + 1), ...events.slice(at)]))).toEqual(IN_ORDER);
  }
});

test("time comes before meaning", () => {
  const [later, earlier] = feed("5 start to deploy service", "4 deploy service success");
  expect(
    timelineOf([later, earlier].filter((event) => event !== undefined)).map(({ event }) => event),
  ).toEqual([earlier, later]);
});
