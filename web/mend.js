// Drops what the browser keeps of this site. Loaded only when it is needed: by boot.js.
const scope = new URL('./', document.baseURI).href;
const own = `tangthu-app-${new URL(scope).pathname}@`;
const MENDED = 'tangthu-mended';

async function names() {
  if (!globalThis.caches) return [];
  // After the prefix only a version may follow; a further path means another site, below this one.
  return (await caches.keys()).filter((name) => name.startsWith(own) && !name.includes('/', own.length));
}

async function dropProgram() {
  for (const name of await names()) await caches.delete(name);
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration?.scope === scope) await registration.unregister();
}

// Drops the kept program and loads the page anew; says false where that was done before in this tab, where nothing is kept,
// and where the server does not answer, for then a damaged program is better than none.
export async function repair() {
  if (sessionStorage.getItem(MENDED) || (await names()).length === 0) return false;
  const answer = await fetch(new URL('./sw.js', document.baseURI), { cache: 'no-store' });
  if (!answer.ok) return false;
  sessionStorage.setItem(MENDED, 'yes');
  await dropProgram();
  location.reload();
  return true;
}

// Drops the program and everything kept of the archives of this site: what was fetched of them, and what was remembered of each
// (who signed it, when it was checked). Searches that were made go, too; those that were saved, and settings, stay.
export async function forget() {
  try {
    for (const key of Object.keys(localStorage)) {
      const [what, address] = key.split(' ');
      if (/^tangthu-(signed|verified)$/.test(what) && address?.startsWith(scope)) localStorage.removeItem(key);
    }
    if (localStorage.getItem('tangthu-recent') !== 'off') localStorage.removeItem('tangthu-recent');
  } catch {} // A browser may forbid it; then nothing was remembered.
  await dropProgram();
  if (!globalThis.caches) return;
  for (const name of ['tangthu-parts', 'tangthu-archives']) {
    const cache = await caches.open(name);
    const keys = await cache.keys();
    const ours = keys.filter((request) => request.url.startsWith(scope));
    // Thousands of files one by one take minutes; the whole cache goes at once where no other site has a share in it.
    if (ours.length === keys.length) await caches.delete(name);
    else for (const request of ours) await cache.delete(request);
  }
}
