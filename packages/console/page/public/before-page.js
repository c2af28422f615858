// Before the first paint, so that the page does not flash in the other theme.
try {
  const theme = localStorage.getItem("crosstag-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing shows the theme of the system.
}

// The page allows no code from texts, which zod would try to make its checks faster. Schemas decide when they are made, and
// the modules that make them may be evaluated before any statement of the page's own (zod 4.6.7: `globalConfig`).
globalThis.__zod_globalConfig = { jitless: true };
