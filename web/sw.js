// The service worker: keeps the app as one set, so that the page opens without a network and never mixes two versions.
// The archive's own files are fetched, checked and kept by the engine's worker (crates/worker), not here.
const FILES = /*FILES*/[];
// The SHA-256 of the page that belongs to FILES.
const PAGE_HASH = "/*PAGE*/";

const scope = new URL('./', self.location.href);
// Several sites may share an origin, and with it the cache storage: each has names of its own.
const PREFIX = `tangthu-app-${scope.pathname}@`;
const CACHE = PREFIX + "/*VERSION*/";

const page = new URL('index.html', scope).href;
const app = new URL('app/', scope).href;
const files = new Set(FILES.map((file) => new URL(file, scope).href));

async function sha256(response) {
  const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// One file from the network. Names in `app/` change with their content, so the browser's HTTP cache may answer for them;
// the others are asked for anew. The page is fetched under the address of its folder: some hosts redirect
// `/index.html` there.
async function fetched(file) {
  const address = file === page ? scope.href : file;
  const response = await fetch(new Request(address, { cache: file.startsWith(app) ? 'default' : 'no-cache' }));
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  // A page of another version must not be kept with this set.
  if (file === page && await sha256(response.clone()) !== PAGE_HASH) throw new Error(`${address} is of another version`);
  // Browsers refuse a redirected response as the answer to a navigation; a copy of it has no such past.
  return response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response;
}

// All or nothing: if one file is missing, this version is not installed and the old one stays.
async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all([...files].map(async (file) => cache.put(file, await fetched(file))));
}

async function removeOldVersions() {
  // After the prefix only a version may follow; a further path means another site, below this one.
  const own = (name) => name.startsWith(PREFIX) && !name.includes('/', PREFIX.length);
  const names = await caches.keys();
  await Promise.all(names.filter((name) => own(name) && name !== CACHE).map((name) => caches.delete(name)));
}

async function fromCache(request, name) {
  const cache = await caches.open(CACHE);
  return (await cache.match(name)) ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(removeOldVersions()));

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
  } else if (files.has(url.href)) {
    event.respondWith(fromCache(request, url.href));
  }
});
