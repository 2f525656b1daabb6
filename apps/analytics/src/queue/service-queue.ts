import type { ServiceMessage } from "./service-message.ts";

/** The queue from discovery to derivation: SQS in the cloud, in memory locally. */
export interface ServiceQueue {
  /**
   * Sends messages durably: once this resolves, a crash of the caller loses none of them.
   *
   * @throws if not all messages were accepted; accepted ones may be sent again.
   */
  send(messages: readonly ServiceMessage[]): Promise<void>;
}
