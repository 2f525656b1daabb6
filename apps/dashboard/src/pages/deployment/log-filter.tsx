import { getRouteApi } from "@tanstack/react-router";
import { useWords } from "../../language/words.ts";
import { checkSearch } from "../../search/check-search.ts";
import { DeploymentSearch } from "./deployment-search.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

const route = getRouteApi("/projects/$projectId/services/$serviceId/deployments/$deploymentId");

export function LogFilter({ problemsOnly }: { problemsOnly: boolean }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const navigate = route.useNavigate();
  const show = (log: DeploymentSearch["log"]) =>
    void navigate({
      search: (before) => ({ ...checkSearch(DeploymentSearch, before).search, log }),
      replace: true,
      resetScroll: false,
    });
  return (
    <fieldset className="segments no-print" aria-label={t.log}>
      <button type="button" className="segment" aria-pressed={!problemsOnly} onClick={() => show(undefined)}>
        {t.logAll}
      </button>
      <button type="button" className="segment" aria-pressed={problemsOnly} onClick={() => show("problems")}>
        {t.logProblems}
      </button>
    </fieldset>
  );
}
