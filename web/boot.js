// Starts the viewer's WebAssembly. Its own script tag says where it is (data-js, data-wasm); what to say when that fails
// stands hidden in index.html, so that the sentences are in one place and show in both languages.
const tag = document.querySelector('script[data-js]');

function say(id) {
  document.documentElement.classList.add('stopped');
  document.getElementById(id)?.removeAttribute('hidden');
  const status = document.getElementById('status');
  if (status) status.textContent = '';
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

try {
  if (location.protocol === 'file:') {
    // Firefox runs modules from the disk, but no browser lets them read the archive there; local.js has said so.
  } else if (modern()) {
    watch();
    const address = (name) => new URL(tag.dataset[name], document.baseURI);
    const app = await import(address('js'));
    await app.default({ module_or_path: address('wasm') });
    document.documentElement.classList.add('started');
  } else {
    say('trouble-browser');
  }
} catch (error) {
  console.error(error);
  say('trouble-load');
}
