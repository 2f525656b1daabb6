import type { S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { empty, publish } from "./publish.ts";
import { type SiteFile, siteFile } from "./site-file.ts";

/** CloudFormation's request. Source: the CloudFormation user guide, "Custom resource request types". */
const Request = z.object({
  RequestType: z.enum(["Create", "Update", "Delete"]),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  ResourceProperties: z.object({ bucket: z.string(), configuration: z.string() }),
});

export interface PublishDependencies {
  readonly client: S3Client;
  /** The dashboard's files; `config.json` comes with the request. */
  readonly files: readonly SiteFile[];
  readonly now: () => number;
  readonly fetch: typeof fetch;
  readonly log: (error: unknown) => void;
}

/** Creates the handler of the stack's custom resource: CloudFormation waits for the answer it sends. */
export function createPublishHandler(deps: PublishDependencies): (event: unknown) => Promise<void> {
  return async (event) => {
    const request = Request.parse(event);
    const reason = await attempt(deps, request);
    const answer = {
      Status: reason === null ? "SUCCESS" : "FAILED",
      ...(reason === null ? {} : { Reason: reason }),
      PhysicalResourceId: `${request.ResourceProperties.bucket}/site`,
      StackId: request.StackId,
      RequestId: request.RequestId,
      LogicalResourceId: request.LogicalResourceId,
    };
    const response = await deps.fetch(request.ResponseURL, { method: "PUT", body: JSON.stringify(answer) });
    if (!response.ok) throw new Error(`CloudFormation did not take the answer: HTTP ${response.status}`);
  };
}

/** @returns the reason of a failure, else `null`. */
async function attempt(
  { client, files, now, log }: PublishDependencies,
  { RequestType, ResourceProperties: { bucket, configuration } }: z.infer<typeof Request>,
): Promise<string | null> {
  try {
    if (RequestType === "Delete") await empty(client, bucket);
    else await publish(client, bucket, [...files, siteFile("config.json", configuration)], now);
    return null;
  } catch (error) {
    log(error);
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
