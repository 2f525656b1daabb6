/**
 * `fetch`, in a task of its own. A page asks several things at once when it opens, and a browser takes long over the first
 * requests: together they would hold it up.
 */
export const fetchInTurn: typeof fetch = async (input, init) => {
  await new Promise((resolve) => setTimeout(resolve));
  return fetch(input, init);
};
