import { Writable } from "node:stream";
import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import { presentDeployment } from "@deploy-lens/api/deployments/present-deployment";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { Terminal } from "@xterm/headless";
import { expect, test } from "vitest";
import { drawProgress } from "./draw-progress.ts";
import { plainPalette } from "./palette.ts";
import { redrawing } from "./redraw.ts";

const START = Date.UTC(2026, 10, 28);

const TEXTS = [
  "start to deploy service",
  "building image for model [TwoTower 4.2.9]",
  "building image for model [GradientScorer 3.4.6]",
  "model (TwoTower 4.2.9) build image success",
  "model (GradientScorer 3.4.6) build image success",
  "preparing environment",
  "[TwoTower 4.2.9] prepare environment success",
  "[GradientScorer 3.4.6] prepare environment success",
  "[TwoTower 4.2.9] schedule resource success",
  "[GradientScorer 3.4.6] schedule resource success",
  "[TwoTower 4.2.9] pulling model image",
  "[GradientScorer 3.4.6] pulling model image",
  "[TwoTower 4.2.9] pull image success",
  "[TwoTower 4.2.9] starting model",
];

/** The reader's view, line by line, scrollback first, according to a terminal emulator rather than our own code. */
class EmulatedTerminal extends Writable {
  readonly isTTY = true;
  readonly columns: number;
  readonly rows: number;
  readonly terminal: Terminal;

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.terminal.write(chunk, done);
  }

  async lines(): Promise<string[]> {
    await new Promise<void>((resolve) => this.write("\u001b[m", () => resolve()));
    const { active } = this.terminal.buffer;
    return Array.from({ length: active.length }, (_, i) => active.getLine(i)?.translateToString(true) ?? "");
  }
}

function answerAt(asOfMs: number): DeploymentAnswer {
  const events = TEXTS.map(
    (message, i): ServiceEvent => ({ occurredAtMs: START + i * 900, severity: "normal", message }),
  );
  const [derived] = deriveDeployments({ serviceId: "s", events }).deployments;
  if (derived === undefined) throw new Error("nothing was deployed");
  return presentDeployment(deploymentAsOf(derived.deployment, asOfMs), { asOfMs, language: "en" });
}

function draw(answer: DeploymentAnswer, columns: number): string[] {
  const options = { columns, language: "en", palette: plainPalette, timeZone: "UTC" } as const;
  return drawProgress(answer, Date.parse(answer.asOf), options);
}

test.each([
  [80, 24],
  [60, 24],
  [40, 12],
])("two models on %i × %i: drawn over in place, with what matters in sight", async (columns, rows) => {
  const screen = new EmulatedTerminal(columns, rows);
  // Guarantee: every member of the stream that is used exists.
  const show = redrawing(screen as unknown as NodeJS.WriteStream, (answer) => draw(answer, columns));
  for (let nowMs = START + 20_000; nowMs < START + 40_000; nowMs += 2_000) show.show(answerAt(nowMs));
  const lines = await screen.lines();
  expect(lines).toHaveLength(rows);
  const text = lines.join("\n").replaceAll(/\s+/g, " ");
  expect(text.match(/as of/g)).toHaveLength(1);
  expect(text).toContain("now: start model · TwoTower 4.2.9 · 26.3 s");
  expect(text).toContain("now: pull image · GradientScorer 3.4.6");
  expect(text).toContain("no estimate");
});

test.each([120, 80, 60, 40])("no line of a drawing is wider than %i columns", (columns) => {
  for (const line of draw(answerAt(START + 30_000), columns))
    expect(line.length, line).toBeLessThanOrEqual(columns);
});
