// Runs in a process of its own: loads the built function and answers the events that its parent sends.
const [entry = ""] = process.argv.slice(2);
const { handler } = await import(entry);

process.on("message", async (event) => {
  const result = await handler(event, { getRemainingTimeInMillis: () => 29_000 }).then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error: String(error) }),
  );
  process.send?.(result);
});
process.send?.("ready");
