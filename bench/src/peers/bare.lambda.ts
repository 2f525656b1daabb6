import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };

/** The floor: Node.js alone, returning the documented answer without any other work. */
export const handler = async () => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(sample),
});
