import { describe, expect, test } from "vitest";
import eachResult from "../../fixtures/wire/update-logs-with-each-result.json" with { type: "json" };
import { parseUpdateLogs, toUpdateLogEntry } from "./update-logs.ts";

const entries = parseUpdateLogs(eachResult).logs.map(toUpdateLogEntry);

describe("parseUpdateLogs", () => {
  test.each([
    [{}, "update logs: service_id: expected string, got nothing"],
    [
      { service_id: "s", service_name: "n", logs: [{ update_time: null, result: "FAIL" }] },
      "update logs: logs[0].update_time: expected number, got null",
    ],
    [
      {
        service_id: "s",
        service_name: "n",
        logs: [{ update_time: 1_767_225_600_000, result: 1, config: {} }],
      },
      "update logs: logs[0].result: expected string, got 1; logs[0].config: expected array, got object",
    ],
  ])("refuses %j", (value, message) => {
    expect(() => parseUpdateLogs(value)).toThrow(message);
  });
});

describe("toUpdateLogEntry", () => {
  test("reads every documented result, and a word that nobody knows as unknown", () => {
    expect(entries.map(({ updatedAtMs, result }) => [updatedAtMs, result])).toEqual([
      [1767225600000, "success"],
      [1767312000000, "failure"],
      [1767398400000, "running"],
      [1767484800000, "unknown"],
    ]);
  });

  test("says which configuration an update set", () => {
    expect(entries[0]?.models).toEqual([
      {
        id: "m-1",
        name: "churn",
        version: "3.0.0",
        weightPercent: 100,
        specification: "modelarts.vm.cpu.2u",
        customSpecification: null,
        instanceCount: 1,
      },
    ]);
    expect(entries.map((entry) => entry.models.length)).toEqual([1, 2, 0, 0]);
  });

  test.each([
    [{ pool_name: "pool-a1b2", cluster_id: "c-1" }, {}, "pool-a1b2"],
    [{ pool_name: "", cluster_id: "c-1" }, {}, "c-1"],
    [{ pool_name: "" }, { cluster_id: "c-2" }, "c-2"],
    [{ pool_name: "" }, {}, undefined],
  ])("names the dedicated pool of a model: %j in a log with %j", (ofModel, ofLog, pool) => {
    const config = [{ model_name: "churn", model_version: "3.0.0", ...ofModel }];
    const entry = toUpdateLogEntry({ update_time: 1767225600000, result: "SUCCESS", config, ...ofLog });
    expect(entry.models[0]?.pool).toBe(pool);
  });

  test("leaves environment variables behind", () => {
    expect(JSON.stringify(entries)).not.toMatch(/canary|DB_PASSWORD|envs/);
  });
});
