import * as z from "zod";
import { PROBLEM_PREFIX } from "./problem-types.ts";

/** The error of one parameter. */
export const ParameterError = z
  .object({
    parameter: z.string().describe("The parameter's name as the request spelt it."),
    message: z.string().describe("What it must be."),
    allowed: z.array(z.string()).optional().describe("All that is allowed, where that is a closed list."),
  })
  .meta({
    id: "ParameterError",
    description: "What is wrong with one parameter.",
    examples: [{ parameter: "limit", message: "must be a whole number from 1 to 1000" }],
  });

export type ParameterError = z.infer<typeof ParameterError>;

/** An error answer: RFC 9457, `application/problem+json`. */
export const Problem = z
  .object({
    type: z
      .string()
      .describe(`\`${PROBLEM_PREFIX}\` and the problem's name: stable, made to be switched over.`),
    title: z
      .string()
      .describe("What kind of problem this is, in the language that `Accept-Language` prefers."),
    status: z.int().min(400).max(599),
    detail: z.string().optional().describe("What happened this time, and what to do."),
    instance: z.string().optional().describe("The path that was asked for."),
    requestId: z.string().describe("Quote it when you ask for help; the logs know it."),
    errors: z
      .array(ParameterError)
      .optional()
      .describe("For `invalid-parameters`: each parameter that is wrong."),
  })
  .meta({
    id: "Problem",
    description: "An error answer (RFC 9457).",
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
