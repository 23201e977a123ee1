// Starts the worker's WebAssembly. Everything else is in crates/worker.
import init from './tangthu-worker.js';

// An error thrown in a promise stays inside the worker; thrown from a timer it reaches the page as an `error` event.
init().catch((error) => setTimeout(() => { throw error; }));
