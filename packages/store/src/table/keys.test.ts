import { describe, expect, test } from "vitest";
import { InvalidIdError } from "./errors.ts";
import { dayKey, dayOf, daySort, headKey, projectDaySort, serviceOf } from "./keys.ts";

describe("dayOf", () => {
  test("is the UTC day, and sorts as time does, however far away", () => {
    expect(dayOf(1_562_597_251_764)).toBe("2019-07-08");
    const times = [
      Number.NEGATIVE_INFINITY,
      -8.64e15,
      -1,
      0,
      1_562_597_251_764,
      8.64e15,
      Number.POSITIVE_INFINITY,
    ];
    const days = times.map(dayOf);
    expect(days).toEqual(days.toSorted());
    expect([days.at(0), days.at(-1)]).toEqual(["0000-01-01", "9999-12-31"]);
  });
});

describe("keys", () => {
  const service = { projectId: "demo", serviceId: "a-service" };

  test("tell items of different kinds, services and days apart", () => {
    expect(dayKey(service, "2019-07-08", 12)).toEqual({
      pk: "project#demo#service#a-service",
      sk: "day#2019-07-08#0012",
    });
    expect(headKey(service)).toEqual({ pk: "project#demo", sk: "service#a-service" });
    expect(dayKey(service, "2019-07-08", 9).sk < dayKey(service, "2019-07-08", 10).sk).toBe(true);
    expect(dayKey(service, "2019-07-08", 9999).sk < `${daySort("2019-07-08")}~`).toBe(true);
  });

  test("refuse ids that would be read as another key", () => {
    expect(() => headKey({ ...service, serviceId: "a#service#b" })).toThrow(InvalidIdError);
    expect(() => dayKey({ ...service, projectId: "" }, "2019-07-08", 0)).toThrow(
      '"" cannot be a project id: 1 to 128 of A-Z a-z 0-9 _ . -',
    );
  });

  test("refuse a long id with its beginning alone", () => {
    const { message } = new InvalidIdError("service", "x".repeat(200));
    expect(message).toContain(`"${"x".repeat(80)}" cannot be`);
  });

  test("name the service of a mark", () => {
    expect(serviceOf(projectDaySort("2019-07-08", "a-service", 12))).toBe("a-service");
  });
});
