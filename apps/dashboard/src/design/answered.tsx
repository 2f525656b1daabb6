import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Fetched } from "../queries/fetched.ts";
import { ErrorView } from "./error-view.tsx";

export function Answered<Answer>(props: {
  query: Pick<UseQueryResult<Fetched<Answer>>, "data" | "error" | "refetch">;
  waiting: ReactNode;
  children: (answer: Answer) => ReactNode;
}): ReactNode {
  const { data, error, refetch } = props.query;
  if (data !== undefined) return props.children(data.answer);
  return error === null ? props.waiting : <ErrorView error={error} retry={refetch} />;
}
