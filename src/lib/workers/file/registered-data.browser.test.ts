/** Data as the data worker really registers it, every type and gap, survives the way through a project file. */
import { expect, it } from 'vitest';
import { writeNpy } from '../../engine/array/npy';
import type { Dataset } from '../../engine/schema/dataset';
import { createDataClient } from '../data-client';
import { exportProject } from './export-project';
import { importProject } from './import-project';
import { exampleProject } from '../../storage/testing/documents';
import { bytesOf, cleanups, ID, place } from './testing/places';

const ROWS = 5000;
const CSV = [
	'flag,small,big,ratio,single,text,day,moment',
	...Array.from({ length: ROWS }, (_, i) =>
		i % 97 === 0
			? ',,,,,,,'
			: [
					i % 2 === 0,
					i - 2500,
					4_000_000_000_000 + i,
					i % 13 ? (i - 7) / 3 : '-0.0',
					(i - 9) / 7,
					i % 5 ? `text ${i % 11} ü` : '""',
					`${1950 + (i % 100)}-02-${String(1 + (i % 28)).padStart(2, '0')}`,
					`2020-01-01 0${i % 10}:00:00.${String(i % 1000).padStart(3, '0')}`,
				].join(','),
	),
].join('\n');

it('a registered CSV with every type keeps its identity and its bytes', async () => {
	const data = createDataClient();
	cleanups.push(() => data.dispose());
	const staged = await data.stage(new File([CSV], 'mixed.csv'), 'auto');
	const narrow = await data.change(staged.id, [
		{ source: 'small', dtype: 'int32' },
		{ source: 'single', dtype: 'float32' },
	]);
	const { dataset, parquet } = await data.register(narrow.id);
	expect(new Set(dataset.columns.map(({ dtype }) => dtype))).toEqual(
		new Set(['bool', 'int32', 'int64', 'float32', 'float64', 'string', 'date', 'timestamp']),
	);
	const registered: Dataset = { ...dataset, name: 'mixed', version: 1, createdAt: 1_700_000_000_000 };
	const [from, to] = [await place(), await place()];
	await from.store.putProject(exampleProject(ID));
	await from.store.addDataset(ID, registered, parquet);
	await importProject(to.db, await exportProject(from.db, ID));
	expect((await to.store.contents(ID))?.datasets).toEqual([registered]);
	expect(await bytesOf(await to.store.parquet(dataset.id))).toEqual(await bytesOf(parquet));
});

it('registered sequences and pictures keep their shape, and a file that lies about it is refused', async () => {
	const data = createDataClient();
	cleanups.push(() => data.dispose());
	const [from, to, other] = [await place(), await place(), await place()];
	await from.store.putProject(exampleProject(ID));
	for (const [i, shape] of [
		[4, 6, 2],
		[2, 3, 4, 2],
	].entries()) {
		const values = Float32Array.from({ length: 48 }, (_, at) => at + i);
		const file = new File([writeNpy(values, shape) as Uint8Array<ArrayBuffer>], 'array.npy');
		const { dataset, parquet } = await data.register((await data.stage(file, 'auto')).id);
		const registered = { ...dataset, name: `array ${i}`, version: 1, createdAt: 1_700_000_000_000 };
		await from.store.addDataset(ID, registered, parquet);
	}
	const kept = (await from.store.contents(ID))?.datasets ?? [];
	expect(kept.map(({ shape }) => shape?.kind).sort()).toEqual(['image', 'sequence']);
	await importProject(to.db, await exportProject(from.db, ID));
	expect((await to.store.contents(ID))?.datasets).toEqual(kept);

	const sequence = kept.find(({ shape }) => shape?.kind === 'sequence');
	if (!sequence) throw new Error('It was not kept');
	const parquet = await from.store.parquet(sequence.id);
	await from.store.removeDataset(ID, sequence.id);
	await from.store.addDataset(ID, { ...sequence, shape: { kind: 'sequence', samples: 6, rows: 4 } }, parquet);
	const lying = importProject(other.db, await exportProject(from.db, ID));
	await expect(lying).rejects.toMatchObject({ code: 'project.inconsistent' });
	expect(await other.store.contents(ID)).toBeNull();
});
