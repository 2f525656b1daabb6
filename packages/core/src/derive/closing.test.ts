import { describe, expect, test } from "vitest";
import { feed } from "../testing/derivation-fixtures.ts";
import { startOfDeploymentId } from "./id.ts";
import { type DeriveInput, deriveDeployments } from "./index.ts";

type Statuses = NonNullable<DeriveInput["statuses"]>;

/** Statuses from lines such as `260 running`. */
const entered = (...lines: readonly string[]): Statuses =>
  lines.map((line) => {
    const [at, status = ""] = line.split(" ");
    return { status, transitionAtMs: Number(at) };
  });

function derive(lines: readonly string[], statuses: readonly string[] = []) {
  const { deployments, outside } = deriveDeployments({
    serviceId: "s",
    events: feed(...lines),
    statuses: entered(...statuses),
  });
  return {
    endings: deployments.map(
      ({ deployment }) => `${deployment.outcome} ${deployment.endedAtMs} ${deployment.endedBy}`,
    ),
    deployments: deployments.map(({ deployment }) => deployment),
    texts: deployments.map(({ events }) => events.map(({ event }) => event.message)),
    outside: outside.map(({ event }) => event.message),
  };
}

const BEGIN = "0 start to deploy service";
const UPDATE = "0 The service is being updated.";
const UNDONE = "Failed to update the service. Perform a rollback.";

describe("rule 7: stops", () => {
  test("a failed deletion takes back the announcement before it, never a deletion that went well", () => {
    const failed = "60 Failed to delete the service.";
    expect(derive([BEGIN, "50 The service is being deleted.", failed]).endings).toEqual(["null null null"]);
    expect(derive([BEGIN, "50 The service has been deleted.", failed]).endings).toEqual([
      "cancelled 50 event",
    ]);
  });

  test("a failed stop takes back what announced a stop, and no deletion", () => {
    const stops = [BEGIN, "5 The service stops when the auto stop time expires."];
    const failed = "30 Failed to stop the service.";
    expect(derive([...stops, failed]).endings).toEqual(["null null null"]);
    expect(derive([...stops, "10 The service has been deleted.", failed]).endings).toEqual([
      "cancelled 10 event",
    ]);
  });

  test("what only informs of the automatic stop is no end of it", () => {
    const lines = ["5 The service stops when the auto stop time expires.", "6 Auto stop has been disabled."];
    const failed = "30 Failed to automatically stop the service.";
    expect(derive([BEGIN, ...lines, failed]).endings).toEqual(["null null null"]);
  });

  test("a stop that times out is no deployment that does", () => {
    expect(derive([BEGIN, "5 Failed to stop the service. Error: request timed out"]).endings).toEqual([
      "null null null",
    ]);
  });

  test("a stop that went well in between is not meant by the failure after it", () => {
    const lines = [
      "5 The service is being stopped.",
      "10 The service has been stopped.",
      "30 Failed to stop the service.",
    ];
    expect(derive([BEGIN, ...lines]).endings).toEqual(["cancelled 5 event"]);
  });
});

describe("rule 8: text and status", () => {
  test("at one time the text decides", () => {
    expect(derive([UPDATE, "7 Failed to update the service."], ["7 running"]).endings).toEqual([
      "failure 7 event",
    ]);
  });

  test("of two statuses at one time the one that is no success decides, in whatever order they come", () => {
    for (const [a, b] of [
      ["5 finished", "5 failed"],
      ["5 failed", "5 finished"],
    ] as const) {
      expect(derive([BEGIN], [a, b]).endings).toEqual(["failure 5 service_status"]);
    }
    expect(derive([BEGIN], ["5 failed", "5 stopped"]).endings).toEqual(["cancelled 5 service_status"]);
  });

  test("words and order of statuses at one time change no answer", () => {
    const lines = [UPDATE, `1 ${UNDONE}`];
    const both = derive(lines, ["5 finished", "5 Running"]);
    expect(both.endings).toEqual(["failure 5 service_status"]);
    expect(derive(lines, ["5 Running", "5 finished"])).toEqual(both);
    expect(both.deployments[0]?.flags).toEqual(["rolled_back"]);
  });

  test("the earliest status decides, however they arrive", () => {
    expect(derive([BEGIN], ["9 stopped", "5 running"]).endings).toEqual(["success 5 service_status"]);
  });

  test("a status that was entered as the next deployment began tells of neither, one before all of none", () => {
    const { endings } = derive([BEGIN, "9 start to deploy service"], ["9 running", "-3 failed"]);
    expect(endings).toEqual(["superseded 0 next_deployment", "null null null"]);
  });

  test("a rollback makes running a failure from the millisecond on in which it begins, and nothing else", () => {
    const lines = [UPDATE, `5 ${UNDONE}`];
    expect(derive(lines, ["4 running"]).endings).toEqual(["success 4 service_status"]);
    expect(derive(lines, ["5 running"]).endings).toEqual(["failure 5 service_status"]);
    expect(derive(lines, ["6 stopped"]).endings).toEqual(["cancelled 6 service_status"]);
  });
});

describe("what belongs to a deployment", () => {
  test("what comes after the text that ended it is outside", () => {
    const { texts, outside } = derive([
      BEGIN,
      "5 Failed to deploy the service.",
      "6 pull image success",
      "6 hello",
    ]);
    expect(texts).toEqual([["start to deploy service", "Failed to deploy the service."]]);
    expect(outside).toEqual(["pull image success", "hello"]);
  });

  test("what a phase says up to two seconds after the status that ended it still belongs: two clocks", () => {
    const { texts, outside } = derive(
      [
        BEGIN,
        "1000 [a 1] pulling model image",
        "1001 hello",
        "3000 [a 1] pull image success",
        "3001 [a 1] starting model",
      ],
      ["1000 stopped"],
    );
    expect(texts[0]).toEqual([
      "start to deploy service",
      "[a 1] pulling model image",
      "[a 1] pull image success",
    ]);
    expect(outside).toEqual(["hello", "[a 1] starting model"]);
  });

  test("what comes before the first begin is outside, and only that", () => {
    expect(derive(["-1 hello", BEGIN, "1 hello again"]).outside).toEqual(["hello"]);
  });

  test("the models that its texts name, whatever they are about; none where none is named", () => {
    const rolledBack = "[b 2] Failed to update the service. The update has been rolled back.";
    const [named] = derive([UPDATE, "1 [a 1] pulling model image", `2 ${rolledBack}`]).deployments;
    expect(named?.models).toEqual([
      { name: "a", version: "1" },
      { name: "b", version: "2" },
    ]);
    expect(derive([UPDATE, "1 pulling model image"]).deployments[0]?.models).toEqual([]);
  });
});

describe("rule 11: times", () => {
  test("what stands at no time is kept once, in an order of its own, and takes part in nothing", () => {
    const lines = [
      "NaN deploy service success",
      "1.5 [a 1] pull image success",
      `${2 ** 52} hello`,
      "0 hello",
    ];
    const { endings, outside } = derive([BEGIN, ...lines, "NaN deploy service success"]);
    expect(endings).toEqual(["null null null"]);
    expect(outside).toHaveLength(3);
    expect(derive([...lines.toReversed(), BEGIN]).outside).toEqual(outside);
    expect(derive([BEGIN, `${2 ** 52 - 1} hello`]).outside).toEqual([]);
  });

  test("a status that was entered at no time says nothing", () => {
    expect(derive([BEGIN], ["1.5 failed", "NaN running", `${2 ** 52} stopped`]).endings).toEqual([
      "null null null",
    ]);
  });

  test("what only contains an id is no id", () => {
    for (const id of ["a 0jxui23zo-0pdgo3cy5wh", "0jxui23zo-0pdgo3cy5wh!"])
      expect(startOfDeploymentId(id)).toBeNull();
  });
});
