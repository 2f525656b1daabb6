import type { ServicePath } from "@deploy-lens/api/fields/ids";
import { useQuery } from "@tanstack/react-query";
import { DeliveryFigures } from "../../delivery/delivery-figures.tsx";
import { DELIVERY_WORDS } from "../../delivery/words.ts";
import { Answered } from "../../design/answered.tsx";
import { Card } from "../../design/card.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { deliveryQuery } from "../../queries/project-queries.ts";
import { type RangeSearch, windowOf } from "../../range/range-search.ts";
import { useRangeText } from "../../range/range-text.ts";
import { closedWindow } from "../../range/slices.ts";

/** Delivery figures of one service, of the page's window whatever its other filters. */
export function DeliveryCard(props: { path: ServicePath; search: RangeSearch; name: string }) {
  const { path, search, name } = props;
  const t = useWords(DELIVERY_WORDS);
  const rangeText = useRangeText(search);
  // To the minute five, so that repeated requests are equal.
  const nowMs = Math.floor(Date.now() / 300_000) * 300_000;
  const query = useQuery(deliveryQuery(useApi(), path, closedWindow(windowOf(search, nowMs), nowMs)));
  return (
    <Card title={t.title} note={rangeText} className="service-delivery">
      <Answered query={query} waiting={<Skeleton height={84} />}>
        {(delivery) => <DeliveryFigures delivery={delivery} projectId={path.projectId} nameOf={() => name} />}
      </Answered>
    </Card>
  );
}
