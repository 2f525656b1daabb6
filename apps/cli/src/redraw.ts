import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import { createLogUpdate } from "log-update";

export interface Screen {
  show(deployment: DeploymentAnswer): void;
  /** Shows the final state in full. */
  end(deployment: DeploymentAnswer): void;
}

/**
 * Redraws in place on a terminal, limited to its height, since lines that scrolled off cannot be overwritten. Otherwise
 * prints each drawing that differs from the last.
 */
export function redrawing(
  stdout: NodeJS.WriteStream,
  draw: (deployment: DeploymentAnswer) => string[],
): Screen {
  if (!stdout.isTTY) {
    let before = "";
    const show = (deployment: DeploymentAnswer) => {
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

/** Limits the lines to the number of rows; the last one says how many were dropped. */
export function fitted(lines: readonly string[], rows: number): string[] {
  if (lines.length <= rows) return [...lines];
  return [...lines.slice(0, rows - 1), `… +${lines.length - rows + 1}`];
}
