// The function replaces Node.js' Headers, Request and Response by its own (docs/decisions.md): the whole contract holds
// under them, too.
import "./testing/own-fetch-classes.ts";
// First: its clock stands still, and requests have deadlines.
import "./formats.integration.test.ts";
import "./history.integration.test.ts";
import "./cors-and-docs.integration.test.ts";
import "./contract.integration.test.ts";
