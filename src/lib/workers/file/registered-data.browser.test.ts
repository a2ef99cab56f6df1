/** Data as the data worker really registers it, every type and gap, survives the way through a project file. */
import { expect, it } from 'vitest';
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
