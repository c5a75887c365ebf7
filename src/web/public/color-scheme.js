// Runs before the first paint, so that nobody in a dark room is blinded by a white page while the application loads.
(() => {
  var chosen = null;
  try {
    chosen = localStorage.getItem('tocsin.color-scheme');
  } catch {
    // storage is forbidden: the system's preference decides
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
