import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { ServiceRow } from "./service-row.tsx";
import type { ServicesTableProps } from "./services-table.tsx";

/** What a row is taken to be high before it is measured: `project-page.css`. */
const ROW_PX = { wide: 61, narrow: 148 } as const;

/** Only the rows near the window are in the page, at their places in a body as high as all of them. */
export function LongBody({ projectId, rows, daysOf }: ServicesTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const place = body.current?.getBoundingClientRect();
    if (place !== undefined) setTop(place.top + window.scrollY);
  }, []);
  const narrow = useMemo(() => window.matchMedia("(max-width: 820px)").matches, []);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (narrow ? ROW_PX.narrow : ROW_PX.wide),
    overscan: 4,
    // Rows may come a frame late; the frame itself must not.
    useFlushSync: false,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.service.id ?? index,
  });
  return (
    <tbody ref={body} className="services-long" style={{ height: virtualizer.getTotalSize() }}>
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
            offsetPx={start - top}
            measure={virtualizer.measureElement}
          />
        );
      })}
    </tbody>
  );
}
