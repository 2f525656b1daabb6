import type { Log } from "@deploy-lens/observe/log";
import { forEachBounded } from "../bounded.ts";
import type { ServiceMessage } from "../queue/service-message.ts";
import type { ServiceQueue } from "../queue/service-queue.ts";

export interface InProcessQueueOptions {
  readonly handle: (message: ServiceMessage) => Promise<void>;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly log: Log;
}

export class NotAllHandledError extends Error {
  override readonly name = "NotAllHandledError";
}

/**
 * The queue for a single process. It holds nothing that a kill could lose: {@link ServiceQueue.send} resolves once every
 * message has been handled, and discovery does not advance before that, so a restart finds the same work.
 */
export function createInProcessQueue(options: InProcessQueueOptions): ServiceQueue {
  const { handle, concurrency, signal, log } = options;

  async function isHandled(message: ServiceMessage): Promise<boolean> {
    if (signal.aborted) return false;
    try {
      await handle(message);
      return true;
    } catch (error) {
      const { projectId, serviceId } = message;
      if (!signal.aborted) log.error("a service could not be synced", { projectId, serviceId, error });
      return false;
    }
  }

  return {
    async send(messages) {
      let unhandled = 0;
      await forEachBounded(messages, concurrency, async (message) => {
        if (!(await isHandled(message))) unhandled += 1;
      });
      if (unhandled > 0)
        throw new NotAllHandledError(`${unhandled} of ${messages.length} services could not be synced`);
    },
  };
}
