import type { ReactNode } from "react";

export function NumberHead({ title, children }: { title?: string | undefined; children: ReactNode }) {
  return (
    <th scope="col" className="number" title={title}>
      {children}
    </th>
  );
}
