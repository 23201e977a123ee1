// A classic script, because modules do not run from file: addresses. Says whether the page came from the disk or from a
// server; what is shown when the program does not start depends on it (style.css).
document.documentElement.classList.add(location.protocol === 'file:' ? 'local' : 'served');
// Scripts wait for the style sheets before them, so one without a sheet has failed: it is asked for once more.
for (const link of document.querySelectorAll('link[rel=stylesheet]')) {
  if (link.sheet) continue;
  const again = link.cloneNode();
  again.href = `${link.href}?again`;
  link.after(again);
}
