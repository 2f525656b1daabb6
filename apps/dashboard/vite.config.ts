import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    // What light-dark(), content-visibility and the popover attribute need; all of it older than two years.
    target: ["chrome125", "edge125", "firefox126", "safari17.5"],
    // Every browser of the target knows modulepreload.
    modulePreload: { polyfill: false },
    // A data: address in a style sheet would need img-src data: in more places than the page does.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    // `DEPLOY_LENS_API=http://127.0.0.1:8787 pnpm dev`: the page with hot reload, the API of a running local stack.
    proxy: Object.fromEntries(
      ["/api", "/config.json"].map((path) => [path, process.env.DEPLOY_LENS_API ?? "http://127.0.0.1:8787"]),
    ),
  },
});
