import type { Plugin, Rolldown } from "vite";

/** The module of each page, by the name that `public/load-early.js` has for it. */
const PAGES = {
  project: "project-page.tsx",
  service: "service-page.tsx",
  deployment: "deployment-page.tsx",
} as const;

/**
 * Lists each page's files in the HTML, so that they load beside the start of the page rather than after it: on a slow
 * network that is a round trip sooner.
 */
export function pageFiles(): Plugin {
  return {
    name: "page-files",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        if (bundle === undefined) return html;
        const content = JSON.stringify(filesOf(bundle)).replaceAll('"', "&quot;");
        return html.replace('name="page-files" content=""', `name="page-files" content="${content}"`);
      },
    },
  };
}

function filesOf(bundle: Rolldown.OutputBundle): Record<string, string[]> {
  const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
  const entry = chunks.find(({ isEntry }) => isEntry);
  if (entry === undefined) throw new Error("the build has no entry");
  const atOnce = withImports(bundle, entry);
  return Object.fromEntries(
    Object.entries(PAGES).map(([page, module]) => {
      const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${module}`) === true);
      if (chunk === undefined) throw new Error(`page-files.ts: no chunk of ${module}`);
      const files = [...withImports(bundle, chunk)].filter((file) => !atOnce.has(file));
      return [page, files.map((file) => `/${file}`)];
    }),
  );
}

/** A chunk's files: itself and all that it imports statically. */
function withImports(
  bundle: Rolldown.OutputBundle,
  chunk: Rolldown.OutputChunk,
  found = new Set<string>(),
): Set<string> {
  if (found.has(chunk.fileName)) return found;
  found.add(chunk.fileName);
  for (const name of chunk.imports) {
    const imported = bundle[name];
    if (imported?.type === "chunk") withImports(bundle, imported, found);
  }
  return found;
}
