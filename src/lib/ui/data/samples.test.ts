import { describe, expect, it } from 'vitest';
import { BenchtopError } from '$lib/engine/errors/error';
import type { Dataset } from '$lib/engine/schema/dataset';
import type { DatasetShape } from '$lib/engine/schema/dataset-shape';
import { columnStatistics } from '$lib/engine/table/column-statistics';
import type { DataClient, PictureView } from '$lib/workers/api';
import { SamplesPlace } from './samples-place.svelte';
import { sequencePath } from './sequence-path';
import { sizeWords } from './size-words';

const dataset = (shape: DatasetShape, width: number): Dataset => ({
	kind: 'dataset',
	id: `sha256:${'a'.repeat(64)}`,
	name: 'test',
	version: 1,
	rows: shape.samples * shape.rows * (shape.kind === 'image' ? shape.columns : 1),
	shape,
	columns: Array.from({ length: width }, (_, i) => ({
		name: String(i),
		dtype: 'int32',
		statistics: columnStatistics({ name: '0', dtype: 'int32', values: Float64Array.of(0, 255) }),
	})),
	source: { format: 'npy', file: 'test.npy', bytes: 1, notes: [] },
	parquet: { bytes: 1, sha256: 'a'.repeat(64) },
	createdAt: 0,
});
const image = (samples: number, edge = 4) =>
	dataset({ kind: 'image', samples, rows: edge, columns: edge }, 3);

/** Answers when it is told to. */
class Data implements Pick<DataClient, 'samples' | 'pictures'> {
	readonly asked: { view: PictureView; answer: () => void; refuse: () => void }[] = [];
	pictures(_id: string, view: PictureView) {
		return new Promise<never>((resolve, reject) => {
			const picture = { width: 1, height: 1, pixels: new Uint8ClampedArray(4 * view.count) };
			const answer = () => resolve(picture as never);
			const refuse = () => reject(new BenchtopError('data.channels', { channels: 2 }));
			this.asked.push({ view, answer, refuse });
		});
	}
	samples(_id: string, from: number, count: number, names: readonly string[] = []) {
		const columns = names.map((name) => ({
			name,
			dtype: 'int32' as const,
			values: new Float64Array(count * 5),
		}));
		return Promise.resolve({ rows: count * 5, inner: [5], columns: from < 0 ? [] : columns });
	}
}
const opened = async (of: Dataset) => {
	const data = new Data();
	const place = new SamplesPlace(of, data, async () => {});
	const started = place.start();
	await Promise.resolve();
	return { data, place, started };
};

describe('the samples of a dataset', () => {
	it('are shown by the page, and only the page asked for last', async () => {
		const { data, place, started } = await opened(image(100));
		expect(place.pages).toBe(2);
		expect(place.status).toBe('opening');
		data.asked[0]?.answer();
		await started;
		expect(place).toMatchObject({ status: 'ready', page: { from: 0, count: 60 } });
		const [second, third] = [place.show(0), place.show(7)];
		expect(place.number).toBe(1);
		data.asked[2]?.answer();
		await third;
		data.asked[1]?.answer();
		await second;
		expect(place.page).toMatchObject({ from: 60, count: 40 });
		expect(data.asked[2]?.view).toMatchObject({ from: 60, count: 40, low: 0, high: 255 });
	});
	it('that cannot be drawn say why, and can be tried again', async () => {
		const { data, place, started } = await opened(image(3));
		data.asked[0]?.refuse();
		await started;
		expect(place.status).toBe('failed');
		expect(place.failure?.code).toBe('data.channels');
		const again = place.start();
		await Promise.resolve();
		data.asked[1]?.answer();
		await again;
		expect(place).toMatchObject({ status: 'ready', failure: null });
	});
	it('show nothing after the place was left', async () => {
		const { data, place, started } = await opened(image(3));
		place.dispose();
		data.asked[0]?.answer();
		await started;
		expect(place.page).toBeNull();
	});
	it('that are large come fewer at a time', () => {
		const place = new SamplesPlace(image(100, 2000), new Data(), async () => {});
		expect(place.perPage).toBe(1);
	});
	it('of sequences are read with the columns that are drawn', async () => {
		const { place, started } = await opened(dataset({ kind: 'sequence', samples: 30, rows: 5 }, 9));
		await started;
		expect(place.perPage).toBe(20);
		expect(place.page?.sequences?.columns.map(({ name }) => name)).toEqual(['0', '1', '2']);
	});
});

describe('a sequence as a line', () => {
	const box = { width: 10, height: 4, low: 0, high: 2 };
	it('runs from left to right, its greatest value at the top', () => {
		expect(sequencePath([0, 1, 2], box)).toBe('M0.0 4.0L5.0 2.0L10.0 0.0');
	});
	it('has a gap where values are missing, and a dot for a value alone', () => {
		expect(sequencePath([0, NaN, 2], box)).toBe('M0.0 4.0h0M10.0 0.0h0');
		expect(sequencePath([NaN, NaN], box)).toBe('');
	});
	it('of a constant lies in the middle', () => {
		expect(sequencePath([7, 7], { ...box, low: 7, high: 7 })).toBe('M0.0 2.0L10.0 2.0');
	});
});

describe('how large a dataset is', () => {
	it('is said in rows, sequences or pictures', () => {
		expect(sizeWords({ rows: 150, columns: { length: 5 } })).toBe('150 rows · 5 columns');
		expect(sizeWords(image(1))).toBe('1 picture · 4 × 4 pixels · 3 channels');
		expect(sizeWords(dataset({ kind: 'sequence', samples: 80, rows: 178 }, 1))).toBe(
			'80 sequences · 178 rows × 1 column',
		);
		expect(sizeWords(image(1200), 'samples')).toBe('1,200 pictures');
	});
});
