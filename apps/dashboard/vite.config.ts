import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { pageFiles } from "./page-files.ts";

export default defineConfig({
  plugins: [react(), pageFiles()],
  // Preact stands in for React, in libraries too: 50 KB less to load before anything is shown.
  resolve: { alias: { react: "preact/compat", "react-dom": "preact/compat" }, dedupe: ["preact"] },
  build: {
    // The minimum for light-dark(), content-visibility and the popover attribute; all older than two years.
    target: ["chrome125", "edge125", "firefox126", "safari17.5"],
    // Every target browser supports modulepreload.
    modulePreload: { polyfill: false },
    // An inlined data: URL in a style sheet would require img-src data: beyond what the page needs.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        // Few files, since each costs a round trip where HTTP/2 is missing: libraries, what every page needs, a page.
        codeSplitting: {
          groups: [
            {
              name: "libraries",
              test: /node_modules\/(?:preact|@tanstack\/(?:[\w-]*(?:query|router|store)[\w-]*|history))\//,
            },
            {
              name: "start",
              test: /(?:core\/src\/(?:vocabulary|text)|dashboard\/src\/(?:design|language|live|phases|queries|search|time|usual))\//,
            },
          ],
        },
      },
    },
  },
  server: {
    // `DEPLOY_LENS_API=http://127.0.0.1:8787 pnpm dev`: the page with hot reload, using the API of a running local
    // stack.
    proxy: Object.fromEntries(
      ["/api", "/config.json"].map((path) => [path, process.env.DEPLOY_LENS_API ?? "http://127.0.0.1:8787"]),
    ),
  },
});
