/**
 * The design tokens as a chart library can use them: read from the page, so charts follow light and dark.
 * Splits keep their colour, dash and mark everywhere: train solid ●, validation dashed ▲, test dotted ■.
 */
import type { SplitName } from '../../engine/schema/common';

export interface SplitMark {
	readonly name: string;
	readonly colour: string;
	/** echarts line type. */
	readonly dash: 'solid' | number[];
	readonly symbol: 'circle' | 'triangle' | 'rect';
	readonly width: number;
}

export interface ChartTheme {
	readonly text: string;
	readonly text2: string;
	readonly text3: string;
	readonly line: string;
	readonly lineStrong: string;
	readonly surface: string;
	readonly accent: string;
	readonly bar: string;
	readonly runOff: string;
	readonly font: string;
	readonly split: Readonly<Record<SplitName, SplitMark>>;
	/** Hues of picked runs, in letter order A … F. */
	readonly runs: readonly string[];
}

/** Builds the theme from a token lookup; a token that is not there gives an empty string. */
export function themeFrom(token: (name: string) => string): ChartTheme {
	return {
		text: token('--text'),
		text2: token('--text-2'),
		text3: token('--text-3'),
		line: token('--line'),
		lineStrong: token('--line-strong'),
		surface: token('--surface'),
		accent: token('--accent'),
		bar: token('--bar'),
		runOff: token('--run-off'),
		font: token('--font'),
		split: {
			train: { name: 'train', colour: token('--train'), dash: 'solid', symbol: 'circle', width: 1.75 },
			validation: {
				name: 'validation',
				colour: token('--val'),
				dash: [5, 3.5],
				symbol: 'triangle',
				width: 1.75,
			},
			test: { name: 'test', colour: token('--test'), dash: [1.5, 3], symbol: 'rect', width: 2 },
		},
		runs: [1, 2, 3, 4, 5, 6].map((hue) => token(`--run-${hue}`)),
	};
}

/** The theme as it stands on the page now. */
export function readTheme(): ChartTheme {
	const style = getComputedStyle(document.documentElement);
	return themeFrom((name) => style.getPropertyValue(name).trim());
}

/** Calls back whenever light and dark change; returns its own removal. */
export function onThemeChange(listener: () => void): () => void {
	const observer = new MutationObserver(listener);
	observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
	const system = matchMedia('(prefers-color-scheme: dark)');
	system.addEventListener('change', listener);
	return () => {
		observer.disconnect();
		system.removeEventListener('change', listener);
	};
}
