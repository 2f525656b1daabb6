import { SIZES } from "@deploy-lens/core/testing/figure";
import { answer } from "./own-process.ts";
import type { Suite } from "./suite.ts";

await answer(async () => {
  const [list = "", name, sizeName, seed] = process.argv.slice(2);
  const { SUITES }: { readonly SUITES: readonly Suite[] } = await import(list);
  const suite = SUITES.find((one) => one.name === name);
  const size = SIZES.find((one) => one === sizeName);
  if (suite === undefined || size === undefined)
    throw new Error(`there is no suite ${name} of size ${sizeName}`);
  const { run } = await suite.load();
  return run({ size, seed: Number(seed) });
});
