// Before the first paint, so that the page does not flash in the other theme.
try {
  const theme = localStorage.getItem("crosstag-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing shows the theme of the system.
}
