import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    // The minimum for light-dark(), content-visibility and the popover attribute; all older than two years.
    target: ["chrome125", "edge125", "firefox126", "safari17.5"],
    // Every target browser supports modulepreload.
    modulePreload: { polyfill: false },
    // An inlined data: URL in a style sheet would require img-src data: beyond what the page needs.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    // `DEPLOY_LENS_API=http://127.0.0.1:8787 pnpm dev`: the page with hot reload, using the API of a running local
    // stack.
    proxy: Object.fromEntries(
      ["/api", "/config.json"].map((path) => [path, process.env.DEPLOY_LENS_API ?? "http://127.0.0.1:8787"]),
    ),
  },
});
