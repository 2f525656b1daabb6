import { answer } from "@deploy-lens/bench/frame/own-process";
import { SIZES } from "./proof.ts";
import { PROOFS } from "./proofs.ts";

await answer(async () => {
  const [name, sizeName, seed] = process.argv.slice(2);
  const proof = PROOFS.find((one) => one.name === name);
  const size = SIZES.find((one) => one === sizeName);
  if (proof === undefined || size === undefined)
    throw new Error(`there is no proof ${name} of size ${sizeName}`);
  const { run } = await proof.load();
  return run({ size, seed: Number(seed) });
});
