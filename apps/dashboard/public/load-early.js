// Runs while the rest of the page loads, before the first paint.

// Applies the reader's stored theme and language, as written by src/preferences.ts.
try {
  const theme = localStorage.getItem("deploy-lens.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const stored = localStorage.getItem("deploy-lens.language");
  const first = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? "en";
  const language = stored === "en" || stored === "zh" ? stored : first.slice(0, 2).toLowerCase();
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
} catch {
  // Without storage, the browser's preferences apply.
}

// Fetches the files and the first answers of the page that the address names, so that neither waits for the start of the
// other. `src/queries/fetch-in-turn.ts` takes the answers.
{
  const [, projectId, serviceId, deploymentId] =
    /^\/projects\/([^/]+)(?:\/services\/([^/]+)(?:\/deployments\/([^/]+))?)?\/?$/.exec(location.pathname) ??
    [];
  const ofService = deploymentId ? "deployment" : "service";
  const page = serviceId ? ofService : "project";
  const files = JSON.parse(document.querySelector("meta[name=page-files]")?.content || "{}");
  for (const href of (projectId && files[page]) ?? []) {
    const link = { rel: "modulepreload", crossOrigin: "", href };
    document.head.append(Object.assign(document.createElement("link"), link));
  }

  const project = `/api/v1/projects/${projectId}`;
  const service = `${project}/services/${serviceId}`;
  const addresses = {
    project: [
      `${project}/services?limit=1000`,
      ...(/[?&](range|from|to)=/.test(location.search) ? [] : [`${project}/deploy-durations?groupBy=phase`]),
    ],
    service: [service],
    deployment: [`${service}/deployments/${deploymentId}`, service],
  };
  // Where readers sign in, or the API is elsewhere, only the page knows how to ask.
  const configuration = fetch("/config.json");
  const ask = async (address) => {
    const response = (await configuration).clone();
    const { issuer, apiBase = "" } = response.ok ? await response.json() : {};
    if (issuer !== undefined || apiBase !== "") return null;
    const headers = { accept: "application/json", "accept-language": document.documentElement.lang };
    return fetch(address, { headers });
  };
  const asked = projectId === undefined ? [] : addresses[page];
  window.earlyAnswers = new Map([
    ["/config.json", configuration.then((response) => response.clone()).catch(() => null)],
    ...asked.map((address) => [address, ask(address).catch(() => null)]),
  ]);
}
