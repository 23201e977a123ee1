// Starts the viewer's WebAssembly. Its own script tag says where it is (data-js, data-wasm); what to say when that fails
// stands hidden in index.html, so that the sentences are in one place and show in both languages.
const tag = document.querySelector('script[data-js]');

function say(id) {
  document.documentElement.classList.add('stopped');
  const status = document.getElementById('status');
  if (status) status.textContent = '';
  let sentence = document.getElementById(id);
  // Of a page that was cut short not even the sentence may be there.
  if (!sentence) {
    sentence = document.createElement('p');
    sentence.className = 'trouble';
    sentence.textContent = 'Trang tải về bị cụt. Hãy tải lại. · The page was cut short. Reload it.';
    document.body.prepend(sentence);
  }
  sentence.removeAttribute('hidden');
}

function modern() {
  return typeof WebAssembly === 'object' && typeof DecompressionStream === 'function';
}

// A panic of the program leaves the page as it is drawn, and dead. It must not look alive.
function watch() {
  const died = (error) => error instanceof WebAssembly.RuntimeError && say('trouble-load');
  addEventListener('error', (event) => died(event.error));
  addEventListener('unhandledrejection', (event) => died(event.reason));
}

// The WebAssembly at `address`, whose name carries the beginning of its hash. One wrong bit may leave a program that runs and
// errs, so a damaged one is fetched once more, past every cache. (Without a secure context there is no hash function here.)
async function program(address) {
  const [, wanted] = /-([0-9a-f]{16})\.wasm$/.exec(address) ?? [];
  for (const cache of ['default', 'reload']) {
    const response = await fetch(address, { cache });
    if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
    const bytes = await response.arrayBuffer();
    if (!wanted || !globalThis.crypto?.subtle) return bytes;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    if (Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('').startsWith(wanted)) return bytes;
  }
  throw new Error(`${address} is damaged`);
}

// What the browser keeps of the program may be damaged: mend.js drops it, once a visit, and loads the page anew.
async function mend() {
  const { repair } = await import('./mend.js');
  return repair();
}
const failed = () => mend().catch(() => false).then((mended) => mended || say('trouble-load'));

// Each page and each worker takes ten gigabytes of address space for its memory until the browser collects it, which a tab that
// loads page after page gives it no reason to do: after a hundred of them none was left. Asking for memory that is let go at once is a reason.
addEventListener('pagehide', (event) => {
  try {
    if (!event.persisted) new ArrayBuffer(2 ** 26);
  } catch {}
});

addEventListener('click', async (event) => {
  const question = event.target.closest?.('[data-forget]')?.dataset.forget;
  if (!question || !confirm(question)) return;
  const { forget } = await import('./mend.js');
  await forget();
  location.reload();
});
// The page says so when its worker does not start; it has a sentence of its own for it.
addEventListener('tangthu:broken', () => mend().catch(() => {}));

try {
  if (location.protocol === 'file:' && !tag.dataset.js.startsWith('blob:')) {
    // Firefox runs modules from the disk, but no browser lets them read the archive there; local.js has said so.
  } else if (modern()) {
    watch();
    const address = (name) => new URL(tag.dataset[name], document.baseURI).href;
    const [app, wasm] = await Promise.all([import(address('js')), program(address('wasm'))]);
    if (!document.getElementById('foot')) throw new Error('the page was cut short');
    await app.default({ module_or_path: wasm });
    document.documentElement.classList.add('started');
    const styled = getComputedStyle(document.documentElement).getPropertyValue('--ink');
    if (!styled) document.getElementById('trouble-style')?.removeAttribute('hidden');
  } else {
    say('trouble-browser');
  }
} catch (error) {
  console.error(error);
  failed();
}
