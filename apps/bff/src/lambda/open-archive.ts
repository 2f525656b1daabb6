import { createReader } from "@deploy-lens/store/reader";
import type { Archive } from "../archive/archive.ts";
import { awsPost, type LambdaEnvironment } from "./aws-post.ts";

/** A page of the table holds 1 MB of items; in JSON bytes take a third more. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** Opens the table. Somebody waits for every answer, so trying again ends sooner than where nobody does. */
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
