// Starts the worker's WebAssembly. Everything else is in crates/worker.
import init from './tangthu-worker.js';

// Checked against the hash in its name, as boot.js does with the page's.
async function program() {
  const { href } = new URL('./tangthu-worker_bg.wasm', import.meta.url);
  const [, wanted] = /-([0-9a-f]{16})\.wasm$/.exec(href) ?? [];
  for (const cache of ['default', 'reload']) {
    const response = await fetch(href, { cache });
    if (!response.ok) throw new Error(`${href}: HTTP ${response.status}`);
    const bytes = await response.arrayBuffer();
    if (!wanted || !globalThis.crypto?.subtle) return bytes;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    if (Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('').startsWith(wanted)) return bytes;
  }
  throw new Error(`${href} is damaged`);
}

// An error thrown in a promise stays inside the worker; thrown from a timer it reaches the page as an `error` event.
program().then((wasm) => init({ module_or_path: wasm })).catch((error) => setTimeout(() => { throw error; }));
