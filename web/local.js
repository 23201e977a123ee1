// A classic script, because modules do not run from file: addresses. Says whether the page came from the disk or from a
// server; what is shown when the program does not start depends on it (style.css).
document.documentElement.classList.add(location.protocol === 'file:' ? 'local' : 'served');
