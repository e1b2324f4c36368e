// Before the first paint: the theme that was chosen, else the system's. A file because inline scripts are not allowed.
try {
  const theme = localStorage.getItem('galley.theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {}
