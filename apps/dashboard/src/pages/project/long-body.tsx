import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { ServiceRow } from "./service-row.tsx";
import type { ServicesTableProps } from "./services-table.tsx";

/** Estimated row height before measurement; matches `project-page.css`. */
const ROW_PX = { wide: 61, narrow: 148 } as const;

function estimateRowPx(): number {
  return window.matchMedia("(max-width: 820px)").matches ? ROW_PX.narrow : ROW_PX.wide;
}

/** A virtualized table body: only rows near the viewport are rendered. */
export function LongBody(props: ServicesTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [rowPx] = useState(estimateRowPx);
  const [topPx, setTopPx] = useState<number | null>(null);
  // After the first layout, in a task of its own.
  useEffect(() => {
    const timer = setTimeout(() => {
      const place = body.current?.getBoundingClientRect();
      if (place !== undefined) setTopPx(place.top + window.scrollY);
    });
    return () => clearTimeout(timer);
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
    // Known before the first effect, so that the first render already has rows.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    // Rows may be a frame late, but the frame must not be.
    useFlushSync: false,
    scrollMargin: topPx,
    getItemKey: (index) => rows[index]?.service.id ?? index,
    // Measured after layout: reading sizes at once would force a layout per row.
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
            range={props.search}
            offsetPx={start - topPx}
            measure={virtualizer.measureElement}
          />
        );
      })}
    </tbody>
  );
}
