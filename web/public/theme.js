// Runs before the first paint, so that a chosen theme never flashes in the other one.
(() => {
  const chosen = localStorage.getItem('rotunda-theme');
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
