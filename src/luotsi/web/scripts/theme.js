// Runs before the first paint, so that a page from a shared cache still opens in the reader's own theme.
const chosen = /(?:^|;\s*)luotsi_theme=(light|dark)\b/.exec(document.cookie);
if (chosen) document.documentElement.dataset.theme = chosen[1];
