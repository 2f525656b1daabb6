import type { ServiceMessage } from "./service-message.ts";

/** Where discovery puts what derivation takes: SQS in the cloud, memory on one machine. */
export interface ServiceQueue {
  /**
   * Hands messages over, once and for all: after it resolves a crash of the caller loses none of them.
   *
   * @throws when not all of them were accepted; those that were may be sent again.
   */
  send(messages: readonly ServiceMessage[]): Promise<void>;
}
