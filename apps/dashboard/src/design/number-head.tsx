import type { ReactNode } from "react";

/** A right-aligned column head for figures. */
export function NumberHead({ title, children }: { title?: string | undefined; children: ReactNode }) {
  return (
    <th scope="col" className="number" title={title}>
      {children}
    </th>
  );
}
