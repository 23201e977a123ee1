// A classic script, because modules do not run from file: addresses. Says whether the page came from the disk or from a
// server; what is shown when the program does not start depends on it (style.css).
document.documentElement.classList.add(location.protocol === 'file:' ? 'local' : 'served');
// Scripts wait for the style sheets before them. One that says nothing has failed, and is asked for once more.
if (!getComputedStyle(document.documentElement).getPropertyValue('--ink')) {
  for (const link of document.querySelectorAll('link[rel=stylesheet]:not([disabled])')) {
    const again = link.cloneNode();
    again.href = `${link.href}?again`;
    link.after(again);
  }
}
