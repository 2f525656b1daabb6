import { answer } from "./frame/own-process.ts";
import { SUITES } from "./suites.ts";

await answer(async () => {
  const [name] = process.argv.slice(2);
  const suite = SUITES.find((one) => one.name === name);
  if (suite === undefined) throw new Error(`there is no suite "${name}"`);
  const { run } = await suite.load();
  return run();
});
