/**
 * Light, dark or what the system says, kept in this browser. static/theme.js sets the same attribute before
 * the first paint; this class follows changes afterwards.
 */
import { browser } from '$app/environment';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'theme';
const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

function remembered(): Theme {
	try {
		const value = localStorage.getItem(KEY);
		return isTheme(value) ? value : 'system';
	} catch {
		return 'system';
	}
}

class ThemeState {
	choice = $state<Theme>('system');
	#systemDark = $state(false);
	/** What is shown. */
	readonly shown = $derived<'light' | 'dark'>(
		this.choice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.choice,
	);

	constructor() {
		if (!browser) return;
		const system = matchMedia('(prefers-color-scheme: dark)');
		this.#systemDark = system.matches;
		this.choice = remembered();
		this.#apply();
		system.addEventListener('change', ({ matches }) => {
			this.#systemDark = matches;
			this.#apply();
		});
	}

	set(choice: Theme): void {
		this.choice = choice;
		try {
			localStorage.setItem(KEY, choice);
		} catch {
			// A browser that keeps nothing still changes for this visit.
		}
		this.#apply();
	}

	/** To the other of light and dark. */
	flip(): void {
		this.set(this.shown === 'dark' ? 'light' : 'dark');
	}

	#apply(): void {
		document.documentElement.dataset.theme = this.shown;
	}
}

export const theme = new ThemeState();
