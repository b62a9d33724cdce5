// Runs before the first paint: puts on the page how it looked the last time (state/appearance.ts keeps it), so that a dark
// page does not begin light. The engine's settings are the truth and come a moment later.
try {
  const look = JSON.parse(localStorage.getItem('akin.look') ?? '{}');
  const root = document.documentElement;
  for (const name of ['theme', 'density', 'motion']) if (typeof look[name] === 'string') root.dataset[name] = look[name];
  if (typeof look.shownLanguage === 'string') root.lang = look.shownLanguage;
  if (look.direction === 'rtl') root.dir = 'rtl';
} catch {
  // Storage that is forbidden or damaged: the page begins as the system says.
}

// zod compiles schemas by `new Function` unless it is told not to before the first one is made, and the page's policy refuses
// that. Modules run in whatever order they were bundled in, so it is told here, before all of them.
globalThis.__zod_globalConfig = { jitless: true };
