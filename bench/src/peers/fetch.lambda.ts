const events = `${process.env.MODELARTS_ENDPOINT}/v1/demo/services/35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e/events`;

/** The floor for anything that calls an upstream: Node.js and its `fetch`, passing the answer through. */
export const handler = async () => {
  const answer = await fetch(events);
  return {
    statusCode: answer.status,
    headers: { "content-type": "application/json" },
    body: await answer.text(),
  };
};
