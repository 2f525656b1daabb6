import { writeFileSync } from "node:fs";
import { DERIVATION_VERSION } from "../derive/version.ts";
import { derivedAnswers } from "./derived-answers.ts";

// Writes what version.test.ts compares: `node scripts/run.mjs packages/core/src/testing/pin-derived-answers.ts`.

const FILE = new URL("../../fixtures/derived-answers.json", import.meta.url);
const pinned = { version: DERIVATION_VERSION, answers: derivedAnswers() };
writeFileSync(FILE, `${JSON.stringify(pinned, null, 2)}\n`);
