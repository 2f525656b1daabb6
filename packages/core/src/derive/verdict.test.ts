import { describe, expect, test } from "vitest";
import { feed } from "../testing/derivation-fixtures.ts";
import { deriveDeployments } from "./index.ts";

function derive(
  lines: readonly string[],
  statuses: readonly { status: string; transitionAtMs: number }[] = [],
) {
  const events = feed("0 start to deploy service", ...lines);
  const [first] = deriveDeployments({ serviceId: "s", events, statuses }).deployments;
  if (first === undefined) throw new Error("no deployment was derived");
  return first.deployment;
}

/** The time that each run has on the critical path, such as `pull_image a 7`. */
function critical(...lines: string[]): string[] {
  return derive(lines)
    .phases.filter(({ criticalMs }) => criticalMs > 0)
    .map(({ phase, model, criticalMs }) => `${phase} ${model?.name ?? "-"} ${criticalMs}`)
    .sort();
}

const FAILED = "9 Failed to deploy the service.";

describe("rule 6: the cause", () => {
  test("where no text says why, the status speaks for itself", () => {
    expect(derive([], [{ status: "failed", transitionAtMs: 7 }]).failure).toEqual({
      cause: "unknown",
      message: "failed",
      occurredAtMs: 7,
    });
  });

  test("of two setbacks in one millisecond that of the later phase, whatever the order of the models", () => {
    for (const [first, second] of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      const lines = [`1 [${first} 1] pulling model image`, `2 [${second} 1] pulling model image`];
      const setbacks = ["5 [a 1] schedule resource failed", "5 [b 1] start model failed"];
      expect(derive([...lines, ...setbacks, FAILED]).failure?.cause).toBe("model_start");
    }
  });
});

test("of two setbacks of one phase in one millisecond that of the model listed first names the cause", () => {
  const timedOut = "5 [a 1] Creating the image timed out. The timeout duration is 5 minutes.";
  expect(derive([timedOut, "5 [b 1] Failed to create the image.", FAILED]).failure?.cause).toBe("timeout");
});

describe("rule 5: the path of a deployment that failed", () => {
  test("without a setback nothing says whose failure it was: the span that began last has the end", () => {
    expect(
      critical(
        ...["1 [a 1] pulling model image", "4 [b 1] pulling model image", "9 [b 1] pull image success"],
        "9 Service deployment timed out.",
      ),
    ).toEqual(["pull_image a 3", "pull_image b 5"]);
  });

  test("nor has a phase of that name that went well ended it", () => {
    const lines = [
      "1 [b 1] pulling model image",
      "2 [a 1] pulling model image",
      "5 [a 1] pull image success",
    ];
    expect(
      critical(
        ...lines,
        "6 [a 1] starting model",
        "9 Failed to deploy the service. Error: cannot pull image",
      ),
    ).toEqual(["pull_image b 8"]);
  });

  // Which model is listed first is no reason.
  describe.each(["a", "b"])("where %s is listed first", (first) => {
    const named = [`0 [${first} 1] Auto stop has been disabled.`];

    test("a setback is a reason, even of a phase that the cause is not about", () => {
      const lines = [
        "1 [a 1] pulling model image",
        "2 [b 1] pulling model image",
        "3 [a 1] pull image failed, retry later",
      ];
      expect(critical(...named, ...lines, "9 Service deployment timed out.")).toEqual(["pull_image a 8"]);
    });

    test("of two setbacks the later one is the reason", () => {
      const lines = ["1 [a 1] pulling model image", "2 [b 1] pulling model image"];
      const setbacks = ["3 [b 1] pull image failed, retry later", "4 [a 1] pull image failed, retry later"];
      expect(critical(...named, ...lines, ...setbacks, FAILED)).toEqual(["pull_image a 8"]);
    });

    test("of two in one millisecond that of the run that began last", () => {
      const lines = ["1 [a 1] pulling model image", "2 [b 1] pulling model image"];
      const setbacks = ["4 [b 1] pull image failed, retry later", "4 [a 1] pull image failed, retry later"];
      expect(critical(...named, ...lines, ...setbacks, FAILED)).toEqual(["pull_image a 1", "pull_image b 7"]);
    });

    test("the phase that the cause is about comes before a later setback of another", () => {
      const lines = [
        "1 [a 1] starting model",
        "2 [b 1] pulling model image",
        "3 [a 1] start model failed, retry later",
      ];
      const later = [
        "4 [b 1] pull image failed, retry later",
        "9 Failed to deploy the service. Error: start model",
      ];
      expect(critical(...named, ...lines, ...later)).toEqual(["start_model a 8"]);
    });

    test("it has the path though nothing was said of it before", () => {
      const lines = ["1 [a 1] pulling model image", "2 [b 1] starting model"];
      expect(
        critical(...named, ...lines, "9 Failed to deploy the service. Error: cannot pull image"),
      ).toEqual(["pull_image a 8"]);
    });

    test("a run of that phase that had a setback comes before one that had none", () => {
      const lines = [
        "1 [a 1] pulling model image",
        "2 [b 1] pulling model image",
        "3 [a 1] pull image failed, retry later",
      ];
      expect(critical(...named, ...lines, FAILED)).toEqual(["pull_image a 8"]);
    });
  });

  test("of two that are equal in all of this the one listed first has it", () => {
    const lines = [
      "1 [a 1] pulling model image",
      "1 [b 1] pulling model image",
      "3 pull image failed, retry later",
      FAILED,
    ];
    expect(critical(...lines)).toEqual(["pull_image a 8"]);
  });

  test("while an update rolls back, nothing has ended it yet", () => {
    const lines = [
      "1 [a 1] pulling model image",
      "2 [b 1] pulling model image",
      "3 [a 1] pull image failed, retry later",
    ];
    expect(critical(...lines, "9 Failed to update the service. Perform a rollback.")).toEqual([
      "pull_image a 1",
      "pull_image b 7",
    ]);
  });
});
