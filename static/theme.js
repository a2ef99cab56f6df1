// Sets the theme before the first paint; src/lib/ui/theme/theme.svelte.ts takes over from here.
(function () {
	var choice = null;
	try {
		choice = localStorage.getItem('theme');
	} catch {
		// Storage is switched off: follow the system.
	}
	var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
	document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
