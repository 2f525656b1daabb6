/**
 * `fetch` in a task of its own. A page sends several requests on load, and browsers are slow on the first ones:
 * together they would block it.
 */
export const fetchInTurn: typeof fetch = async (input, init) => {
  await new Promise((resolve) => setTimeout(resolve));
  return fetch(input, init);
};
