import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Told } from "../queries/told.ts";
import { Trouble } from "./trouble.tsx";

/** An answer once there is one; until then `waiting`; what is wrong when there will be none. */
export function Answered<Answer>(props: {
  query: Pick<UseQueryResult<Told<Answer>>, "data" | "error" | "refetch">;
  waiting: ReactNode;
  children: (answer: Answer) => ReactNode;
}): ReactNode {
  const { data, error, refetch } = props.query;
  if (data !== undefined) return props.children(data.answer);
  return error === null ? props.waiting : <Trouble error={error} retry={refetch} />;
}
