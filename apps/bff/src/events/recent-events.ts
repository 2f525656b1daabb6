import type { FeedOrKept } from "../archive/feed-or-kept.ts";
import { type Source, sourceOf, withFailure } from "../upstream/source.ts";
import type { ListedEvent } from "./listed-event.ts";
import { type EventsSelection, isSelected } from "./select.ts";

/** What the upstream says of a service's events. */
export interface RecentEvents {
  readonly serviceName: string;
  /** Those that a selection means. */
  readonly matches: readonly ListedEvent[];
  /** Epoch ms: what is younger is all here. Infinite when nothing is. */
  readonly oldestMs: number;
  /** Whether the upstream has nothing older. */
  readonly isWhole: boolean;
  readonly source: Source;
  readonly identity: unknown;
}

/** What the upstream says; nothing, while it is down and only the archive can answer. */
export function recentEvents(known: FeedOrKept, serviceId: string, selection: EventsSelection): RecentEvents {
  if (known.is === "kept") {
    return {
      serviceName: known.head.value.state?.name ?? serviceId,
      matches: [],
      oldestMs: Number.POSITIVE_INFINITY,
      isWhole: false,
      source: withFailure(sourceOf(known.head), known.failure),
      identity: "kept",
    };
  }
  const { value } = known.feed;
  return {
    serviceName: value.serviceName,
    matches: value.listed().filter((one) => isSelected(one, selection)),
    oldestMs: value.oldestMs,
    isWhole: value.isWhole,
    source: sourceOf(known.feed),
    identity: value.identity,
  };
}
