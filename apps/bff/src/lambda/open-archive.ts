import { createReader } from "@deploy-lens/store/reader";
import type { Archive } from "../archive/archive.ts";
import { awsPost, type LambdaEnvironment } from "./aws-post.ts";

/** A page of the table is up to 1 MB of items; JSON makes that a third larger. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** Opens the table. Callers are waiting, so retries stop sooner than in background jobs. */
export function openArchive(tableName: string, env: LambdaEnvironment): Archive {
  const post = awsPost(
    {
      name: "dynamodb",
      endpointVariable: "AWS_ENDPOINT_URL_DYNAMODB",
      timeoutMs: 2_000,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    },
    env,
  );
  return createReader({ post, tableName, maxAttempts: 3 });
}
