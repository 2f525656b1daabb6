import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { startTransition, useEffect, useRef, useState } from "react";
import { ServiceRow } from "./service-row.tsx";
import type { ServicesTableProps } from "./services-table.tsx";

/** What a row is taken to be high before it is measured: `project-page.css`. */
const ROW_PX = { wide: 61, narrow: 148 } as const;

function estimateRowPx(): number {
  return window.matchMedia("(max-width: 820px)").matches ? ROW_PX.narrow : ROW_PX.wide;
}

/** Only the rows near the window are in the page, at their places in a body as high as all of them. */
export function LongBody(props: ServicesTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [rowPx] = useState(estimateRowPx);
  const [topPx, setTopPx] = useState<number | null>(null);
  // After the page has been laid out anyway; a transition makes the rows in slices, not in one long task.
  useEffect(() => {
    const place = body.current?.getBoundingClientRect();
    if (place !== undefined) startTransition(() => setTopPx(place.top + window.scrollY));
  }, []);
  if (topPx === null) return <tbody ref={body} style={{ height: props.rows.length * rowPx }} />;
  return <PlacedBody {...props} rowPx={rowPx} topPx={topPx} />;
}

function PlacedBody(props: ServicesTableProps & { rowPx: number; topPx: number }) {
  const { projectId, rows, daysOf, rowPx, topPx } = props;
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowPx,
    overscan: 4,
    // Known before the first effect, so that the first render has its rows already.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    // Rows may come a frame late; the frame itself must not.
    useFlushSync: false,
    scrollMargin: topPx,
    getItemKey: (index) => rows[index]?.service.id ?? index,
    // Measured when the browser has laid them out: asking at once would have it lay out the page for each.
    measureElement: (row, entry, { indexFromElement, measurementsCache }) =>
      Math.round(
        entry?.borderBoxSize[0]?.blockSize ?? measurementsCache[indexFromElement(row)]?.size ?? rowPx,
      ),
  });
  return (
    <tbody className="services-long" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, start, key }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <ServiceRow
            key={key}
            projectId={projectId}
            row={row}
            index={index + 1}
            days={daysOf === null ? null : daysOf(row.service.id)}
            offsetPx={start - topPx}
            measure={virtualizer.measureElement}
          />
        );
      })}
    </tbody>
  );
}
