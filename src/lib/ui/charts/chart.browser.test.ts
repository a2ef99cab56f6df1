import { mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import '../theme/app.css';
import Chart from './chart.svelte';
import { Drawing } from './drawing.svelte';
import { learningCurveCsv, learningCurveOption } from './learning-curve';

const history = { train: { loss: [0.9, 0.5, 0.4] }, validation: { loss: [0.9, 0.6, 0.7] } };

let stage: HTMLElement | null = null;
let chart: Record<string, unknown> | null = null;

function show(width = 500): { drawing: Drawing; image: HTMLElement } {
	stage = document.createElement('div');
	stage.style.width = `${width}px`;
	document.body.append(stage);
	const drawing = new Drawing();
	chart = mount(Chart, {
		target: stage,
		props: {
			label: 'Learning curve',
			summary: 'Validation loss is lowest at epoch 2',
			height: 240,
			drawing,
			menu: false,
			option: (theme) =>
				learningCurveOption({ history, metric: 'loss', label: 'loss', keptEpoch: 2, test: 0.65 }, theme),
			csv: () => learningCurveCsv(history, 'run'),
		},
	});
	return { drawing, image: stage.querySelector<HTMLElement>('[role=img]')! };
}

const drawn = (image: HTMLElement) =>
	vi.waitUntil(() => image.querySelector('svg text'), { timeout: 30_000 });

afterEach(async () => {
	if (chart) await unmount(chart);
	stage?.remove();
	delete document.documentElement.dataset.theme;
	chart = stage = null;
});

describe('Chart', () => {
	it('is an image with a name and a sentence, drawn as SVG with its labels', async () => {
		const { image } = show();
		expect(image.getAttribute('aria-label')).toBe('Learning curve. Validation loss is lowest at epoch 2');
		await drawn(image);
		const words = [...image.querySelectorAll('text')].map((text) => text.textContent.trim());
		expect(words).toEqual(
			expect.arrayContaining(['train', 'validation', 'kept: epoch 2', 'test .650', 'epoch →']),
		);
	});

	it('brings no style sheet that a strict policy would refuse', async () => {
		const { image } = show();
		await drawn(image);
		expect(image.querySelectorAll('style, script')).toHaveLength(0);
	});

	it('follows dark and light', async () => {
		const { image } = show();
		await drawn(image);
		const ink = () => image.querySelector('path[stroke-dasharray]')?.parentElement?.innerHTML ?? '';
		const light = ink();
		document.documentElement.dataset.theme = 'dark';
		await vi.waitUntil(() => ink() !== light);
		expect(image.innerHTML).toContain(
			getComputedStyle(document.documentElement).getPropertyValue('--val').trim(),
		);
	});

	it('saves a PNG at twice its size', async () => {
		const { drawing, image } = show(400);
		await drawn(image);
		const blob = await drawing.png();
		expect(blob?.type).toBe('image/png');
		const bitmap = await createImageBitmap(blob!);
		expect([bitmap.width, bitmap.height]).toEqual([800, 480]);
		bitmap.close();
	});

	it('leaves nothing behind', async () => {
		const { drawing, image } = show();
		await drawn(image);
		await unmount(chart!);
		chart = null;
		expect(drawing.state).toBe('loading');
		expect(await drawing.png()).toBeNull();
		expect(stage?.querySelector('svg')).toBeNull();
	});
});
