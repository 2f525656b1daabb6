import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };

/** The floor: Node.js itself, the documented answer, nothing read, checked, logged or asked. */
export const handler = async () => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(sample),
});
