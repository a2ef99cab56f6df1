/**
 * One chart on the page: loads the library when it is first needed, draws, follows size, data and theme,
 * and frees everything on `dispose`. Saves itself as a PNG drawn at twice its size on its own surface.
 */
import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { onThemeChange, readTheme, type ChartTheme } from './chart-theme';

export type OptionBuilder = (theme: ChartTheme) => EChartsCoreOption;

const PNG_SCALE = 2;

export class Drawing {
	state = $state<'loading' | 'drawn' | 'failed'>('loading');
	#chart: ECharts | null = null;
	#build: OptionBuilder | null = null;
	#disposed = false;
	readonly #ends: (() => void)[] = [];

	/** Starts drawing into an element; returns its own end, as attachments do. */
	attach = (element: HTMLElement): (() => void) => {
		this.#disposed = false;
		void this.#start(element);
		return () => this.dispose();
	};

	/**
	 * Draws (or redraws) this option; all that was there before is replaced. Called in an effect, it depends on
	 * what the builder reads and on the library having arrived.
	 */
	draw(build: OptionBuilder): void {
		this.#build = build;
		if (this.state === 'drawn') this.#render();
	}

	/** A PNG of the chart as it stands, at twice its size; null before it is drawn. */
	async png(): Promise<Blob | null> {
		const chart = this.#chart;
		if (!chart || !this.#build) return null;
		const { init } = await import('./echarts');
		const theme = readTheme();
		const stage = document.createElement('div');
		const big = init(stage, null, {
			renderer: 'canvas',
			width: chart.getWidth(),
			height: chart.getHeight(),
			devicePixelRatio: PNG_SCALE,
		});
		try {
			big.setOption({ ...this.#build(theme), animation: false, backgroundColor: theme.surface });
			const canvas = big.renderToCanvas({ pixelRatio: PNG_SCALE, backgroundColor: theme.surface });
			return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
		} finally {
			big.dispose();
		}
	}

	dispose(): void {
		this.#disposed = true;
		for (const end of this.#ends.splice(0)) end();
		this.#chart?.dispose();
		this.#chart = null;
		this.state = 'loading';
	}

	async #start(element: HTMLElement): Promise<void> {
		try {
			const { init } = await import('./echarts');
			if (this.#disposed) return;
			const chart = init(element, null, { renderer: 'svg' });
			this.#chart = chart;
			const observer = new ResizeObserver(() => chart.resize());
			observer.observe(element);
			this.#ends.push(
				() => observer.disconnect(),
				onThemeChange(() => this.#render()),
			);
			this.state = 'drawn';
		} catch {
			this.state = 'failed';
		}
	}

	#render(): void {
		if (!this.#chart || !this.#build) return;
		this.#chart.setOption({ animation: false, ...this.#build(readTheme()) }, { notMerge: true });
	}
}
