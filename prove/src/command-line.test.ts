import { expect, test } from "vitest";
import { parseCommand, UsageError } from "./command-line.ts";

test("everything, written down, unless told otherwise", () => {
  expect(parseCommand([])).toEqual({ only: [], quick: false, seed: 1, write: true, broken: false });
  expect(parseCommand(["--only", "soak,outage", "--only", "secrets", "--seed", "7", "--no-write"])).toEqual({
    only: ["soak", "outage", "secrets"],
    quick: false,
    seed: 7,
    write: false,
    broken: false,
  });
});

test("small sizes are no figures to be quoted", () => {
  expect(parseCommand(["--quick"])).toMatchObject({ quick: true, write: false });
});

test("help and list run nothing", () => {
  expect([parseCommand(["-h"]), parseCommand(["--list", "--quick"])]).toEqual(["help", "list"]);
});

test.each([[["--only", "sock"]], [["--seed", "1.5"]], [["--fast"]], [["outage"]]])(
  "%j is a mistake",
  (args) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
  },
);
