import type { Deployment } from "@deploy-lens/api/deployments/deployment";
import { createLogUpdate } from "log-update";

/** Where a watched deployment is shown. */
export interface Screen {
  show(deployment: Deployment): void;
  /** Shows how it ended, in full. */
  end(deployment: Deployment): void;
}

/**
 * Draws in place where the output is a terminal, no higher than it is: what has scrolled off cannot be drawn over. Elsewhere a
 * new drawing follows when it differs.
 */
export function redrawing(stdout: NodeJS.WriteStream, draw: (deployment: Deployment) => string[]): Screen {
  if (!stdout.isTTY) {
    let before = "";
    const show = (deployment: Deployment) => {
      const drawing = draw(deployment).join("\n");
      if (drawing !== before) stdout.write(`${drawing}\n`);
      before = drawing;
    };
    return { show, end: show };
  }
  const update = createLogUpdate(stdout, { showCursor: true });
  return {
    show: (deployment) => update(fitted(draw(deployment), (stdout.rows || 24) - 1).join("\n")),
    end: (deployment) => {
      update.clear();
      stdout.write(`${draw(deployment).join("\n")}\n`);
    },
  };
}

/** As many lines as there are rows; the last says how many more there were. */
export function fitted(lines: readonly string[], rows: number): string[] {
  if (lines.length <= rows) return [...lines];
  return [...lines.slice(0, rows - 1), `… +${lines.length - rows + 1}`];
}
