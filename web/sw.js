// The service worker: keeps the app as one set, so that the page opens without a network and never mixes two versions.
// The archive's own files are fetched, checked and kept by the engine's worker (crates/worker), not here.
// Every file of the set, with the beginning of its SHA-256.
const FILES = /*FILES*/{};

const scope = new URL('./', self.location.href);
// Several sites may share an origin, and with it the cache storage: each has names of its own.
const PREFIX = `tangthu-app-${scope.pathname}@`;
const CACHE = PREFIX + "/*VERSION*/";

const page = new URL('index.html', scope).href;
const app = new URL('app/', scope).href;
const hashes = new Map(Object.entries(FILES).map(([file, hash]) => [new URL(file, scope).href, hash]));

// A copy of `response`, if it holds what `file` must hold. What a cache returns is checked as well: disks fail.
async function checked(response, file) {
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!hash.startsWith(hashes.get(file))) return undefined;
  // Browsers refuse a redirected response as the answer to a navigation; a copy of it has no such past.
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(bytes, { headers });
}

// One file of this version from the network; a wrong one is asked for once more, past every cache. Names in `app/` change
// with their content, so the browser's HTTP cache may answer for them; the others are asked for anew. The page is fetched
// under the address of its folder: some hosts redirect `/index.html` there.
async function fetched(file) {
  const address = file === page ? scope.href : file;
  for (const cache of [file.startsWith(app) ? 'default' : 'no-cache', 'reload']) {
    const response = await fetch(address, { cache });
    if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
    const copy = await checked(response, file);
    if (copy) return copy;
  }
  throw new Error(`${address} is damaged or of another version`);
}

// What the version before has in common with this one need not be fetched again.
async function got(file) {
  const kept = file.startsWith(app) && await caches.match(file);
  return (kept && await checked(kept, file)) || fetched(file);
}

// All or nothing: nothing is kept before everything is there, and if one file is missing, this version is not installed and
// the old one stays.
async function install() {
  const files = await Promise.all([...hashes.keys()].map(async (file) => [file, await got(file)]));
  try {
    const cache = await caches.open(CACHE);
    for (const [file, response] of files) await cache.put(file, response);
  } catch (error) {
    // The disk is full; half a set is of no use.
    await caches.delete(CACHE);
    throw error;
  }
}

// Tabs that still show a version before load its later files from here. While several are open, one of them may be any number of
// versions behind; who is alone has asked for this version, or came after it, and needs no more than the one before.
async function takeOver() {
  // After the prefix only a version may follow; a further path means another site, below this one.
  const own = (name) => name.startsWith(PREFIX) && !name.includes('/', PREFIX.length);
  const old = (await caches.keys()).filter((name) => own(name) && name !== CACHE);
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (open.length < 2) await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
  // The tab of the first visit, too, finds its later files here when the network is gone, or the host has a newer version.
  await self.clients.claim();
}

async function fromCache(request, file) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(file);
  const copy = kept && await checked(kept, file);
  if (copy) return copy;
  // It was evicted, or the disk damaged it.
  try {
    const mended = await fetched(file);
    await cache.put(file, mended.clone()).catch(() => {});
    return mended;
  } catch {
    // On the server there is a newer page by now. What it loads is named by its content, so nothing mixes.
    return fetch(request);
  }
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

// The page asks for it when the reader presses "reload"; until then the new version waits.
self.addEventListener('message', (event) => {
  if (event.data === 'skip-waiting') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  // Every state of the page is a query string of one path, so any link to it is answered with the same document.
  if (request.mode === 'navigate') {
    if (url.href === scope.href || url.href === page) event.respondWith(fromCache(request, page));
  } else if (hashes.has(url.href)) {
    event.respondWith(fromCache(request, url.href));
  } else if (url.href.startsWith(app)) {
    // A tab that shows the version before.
    event.respondWith(caches.match(url.href).then((kept) => kept ?? fetch(request)));
  }
});
