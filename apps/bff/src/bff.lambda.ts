import { startFunction } from "./lambda/start-function.ts";

export const handler = await startFunction(process.env);
