import { build } from "esbuild"; import { gzipSync, brotliCompressSync } from "node:zlib";
const r = await build({ entryPoints: ["src/bff.lambda.ts"], bundle: true, minify: true, format: "esm", platform: "node", target: "node24", mainFields: ["module","main"], legalComments: "none", write: false,
 plugins: [{ name: "x", setup(b) { b.onResolve({ filter: /.*/ }, (a) => a.kind === "dynamic-import" ? { path: a.path, external: true } : undefined); } }] });
const c = r.outputFiles[0]!.contents; console.log(c.length, gzipSync(c).length, gzipSync(c,{level:9}).length, brotliCompressSync(c).length);
