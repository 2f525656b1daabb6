import type { ReactNode } from "react";

/** The head of a column of figures: right-aligned as they are. */
export function NumberHead({ title, children }: { title?: string | undefined; children: ReactNode }) {
  return (
    <th scope="col" className="number" title={title}>
      {children}
    </th>
  );
}
