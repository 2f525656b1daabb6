import * as z from "zod";
import { PROBLEM_PREFIX } from "./problem-types.ts";

/** The error of one parameter. */
export const ParameterError = z
  .object({
    parameter: z.string().describe("The parameter's name as in the request."),
    message: z.string().describe("The requirement that the value does not meet."),
    allowed: z.array(z.string()).optional().describe("All allowed values, if the list is closed."),
  })
  .meta({
    id: "ParameterError",
    description: "A problem with one parameter.",
    examples: [{ parameter: "limit", message: "must be a whole number from 1 to 1000" }],
  });

export type ParameterError = z.infer<typeof ParameterError>;

/** An error answer: RFC 9457, `application/problem+json`. */
export const Problem = z
  .object({
    type: z
      .string()
      .describe(`\`${PROBLEM_PREFIX}\` and the problem's name: stable, made to be switched over.`),
    title: z.string().describe("The kind of problem, in the language requested by `Accept-Language`."),
    status: z.int().min(400).max(599),
    detail: z.string().optional().describe("What went wrong, and how to fix it."),
    instance: z.string().optional().describe("The requested path."),
    requestId: z.string().describe("Quote it when you ask for help; it also appears in the logs."),
    errors: z.array(ParameterError).optional().describe("For `invalid-parameters`: each invalid parameter."),
  })
  .meta({
    id: "Problem",
    description: "An error response (RFC 9457).",
    examples: [
      {
        type: `${PROBLEM_PREFIX}invalid-parameters`,
        title: "A parameter is not valid",
        status: 400,
        detail: "limit must be a whole number from 1 to 1000",
        requestId: "01JC4W8Z5H6K7M8N9P0Q1R2S3T",
        errors: [{ parameter: "limit", message: "must be a whole number from 1 to 1000" }],
      },
    ],
  });

export type Problem = z.infer<typeof Problem>;
