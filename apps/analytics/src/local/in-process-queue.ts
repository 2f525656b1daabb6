import { forEachBounded } from "../bounded.ts";
import type { Log } from "../observe/log.ts";
import type { ServiceMessage } from "../queue/service-message.ts";
import type { ServiceQueue } from "../queue/service-queue.ts";

/** How the queue in memory works. */
export interface InProcessQueueOptions {
  readonly handle: (message: ServiceMessage) => Promise<void>;
  /** Messages dealt with side by side. */
  readonly concurrency: number;
  /** A service that fails so often in a row is given up until it changes again. */
  readonly maxAttempts: number;
  /** Told of each that is given up. */
  readonly onDeadLetter?: ((message: ServiceMessage, error: unknown) => void) | undefined;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Some messages could not be dealt with yet. */
export class NotAllHandledError extends Error {
  override readonly name = "NotAllHandledError";
}

/**
 * The queue on one machine. It keeps nothing that a kill could lose: {@link ServiceQueue.send} resolves once every message was
 * dealt with, so discovery stands still until then, and whoever starts again finds the same work.
 */
export function createInProcessQueue(options: InProcessQueueOptions): ServiceQueue {
  const { handle, concurrency, maxAttempts, onDeadLetter, signal, log } = options;
  const failuresInARow = new Map<string, number>();

  async function isHandled(message: ServiceMessage): Promise<boolean> {
    const key = `${message.projectId}/${message.serviceId}`;
    try {
      await handle(message);
      failuresInARow.delete(key);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const failures = (failuresInARow.get(key) ?? 0) + 1;
      const isGivenUp = failures >= maxAttempts;
      log[isGivenUp ? "error" : "warn"](
        isGivenUp ? "a service is given up" : "a service could not be looked at",
        {
          service: key,
          failures,
          error,
        },
      );
      if (!isGivenUp) {
        failuresInARow.set(key, failures);
        return false;
      }
      failuresInARow.delete(key);
      onDeadLetter?.(message, error);
      return true;
    }
  }

  return {
    async send(messages) {
      let unhandled = 0;
      await forEachBounded(messages, concurrency, async (message) => {
        if (signal.aborted || !(await isHandled(message))) unhandled += 1;
      });
      if (unhandled > 0)
        throw new NotAllHandledError(`${unhandled} of ${messages.length} services are to be done`);
    },
  };
}
