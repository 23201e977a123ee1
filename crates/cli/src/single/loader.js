// Starts a site that lies in one file with its archive. Every file of the program becomes a blob, under whose address the
// others find it; the archive stays packed, and the worker opens of it what it needs. Nothing is fetched from anywhere.
(async () => {
  const read = (id) => {
    const element = document.getElementById(id);
    element.remove();
    return element.textContent;
  };
  const list = JSON.parse(read('tangthu-list'));
  // The files lie one after the other in base 64, each by itself.
  const packed = new Blob([read('tangthu-files')]);

  const opener = (packed) => async ([at, length]) =>
    Uint8Array.from(atob(await packed.slice(at, at + length).text()), (character) => character.charCodeAt(0));

  // The addresses of a program's files by name. They come in the order in which they need one another, and have the hash of
  // their content in their names, so that the names stand for nothing else in a script.
  const unpacked = async (program, open) => {
    const addresses = new Map();
    for (const [name, type, place] of program) {
      const gzip = new Blob([await open(place)]).stream().pipeThrough(new DecompressionStream('gzip'));
      let content = await new Response(gzip).arrayBuffer();
      if (type === 'text/javascript') {
        content = new TextDecoder().decode(content);
        for (const [other, address] of addresses) content = content.replaceAll(`./${other.slice(other.lastIndexOf('/') + 1)}`, address);
      }
      addresses.set(name, URL.createObjectURL(new Blob([content], { type })));
    }
    return addresses;
  };

  // A worker of a page from the disk has an origin of its own in Chromium: it can read no address that the page made, and must
  // be a classic script. So it is sent what it needs, and unpacks it by itself.
  const start = async ({ list, packed }) => {
    const open = opener(packed);
    const archive = new Map(list.archive);
    self.tangthuFile = async (name) => open(archive.get(name));
    await import((await unpacked(list.worker, open)).get(list.entry));
  };
  const script = `const opener = ${opener};
    const unpacked = ${unpacked};
    const start = ${start};
    self.onmessage = (event) => {
      self.onmessage = null;
      start(event.data).catch((error) => setTimeout(() => { throw error; }));
    };`;
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  window.Worker = class extends Worker {
    constructor() {
      super(address);
      this.postMessage({ list, packed });
    }
  };

  const addresses = await unpacked(list.page, opener(packed));
  for (const element of document.querySelectorAll('[data-file]')) {
    element[element.localName === 'link' ? 'href' : 'src'] = addresses.get(element.dataset.file);
  }
  const tag = document.querySelector('script[data-js]');
  for (const key of Object.keys(tag.dataset)) tag.dataset[key] = addresses.get(tag.dataset[key]) ?? address;
  document.documentElement.classList.add('served');
  await import(tag.dataset.boot);
})().catch((error) => {
  console.error(error);
  document.documentElement.classList.add('stopped');
  document.getElementById('trouble-browser')?.removeAttribute('hidden');
});
