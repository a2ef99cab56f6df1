/** Files nobody should open: each is refused in its own words, and nothing is written. */
import { describe, expect, it } from 'vitest';
import { exportProject } from './export-project';
import { digestOf } from './hashing';
import { importProject } from './import-project';
import { columnsToParquet } from './parquet-columns';
import { at, edit, encode, find, patch, relist, ROOT } from './testing/forge';
import { filled, ID, place, unzip, zip, type Packed } from './testing/places';

type Make = (file: File, entries: Packed[]) => Promise<File> | File;
const HOSTILE: [string, string, RegExp, Make][] = [
	['an empty file', 'project.not-a-file', /empty/, () => new File([], 'bad.benchtop')],
	['something else', 'project.not-a-file', /not a ZIP/, () => new File(['a,b\n1,2\n'], 'bad.benchtop')],
	[
		'a file cut short',
		'project.not-a-file',
		/whole ZIP/,
		(file) => new File([file.slice(0, file.size - 40)], 'bad.benchtop'),
	],
	[
		'a file cut in half',
		'project.not-a-file',
		/whole ZIP/,
		(file) => new File([file.slice(0, file.size / 2)], 'bad.benchtop'),
	],
	[
		'a flipped byte in the data',
		'project.damaged',
		/data\/.*checksum/,
		(file) => patch(file, (bytes) => void (bytes[find(bytes, 'PAR1') + 20]! ^= 1)),
	],
	[
		'a flipped byte in a run',
		'project.damaged',
		/weights\.safetensors/,
		(file) =>
			patch(file, (bytes) => {
				const i = find(bytes, '10/kernel');
				bytes[i] = 0x37;
			}),
	],
	[
		'no manifest',
		'project.no-manifest',
		/no manifest/,
		(_file, entries) => zip(entries.filter(({ path }) => !path.endsWith('manifest.json'))),
	],
	[
		'a manifest that is not JSON',
		'project.invalid',
		/manifest/,
		(_file, entries) => zip(edit(entries, 'manifest.json', () => '{')),
	],
	[
		'a newer format',
		'project.newer',
		/format 99/,
		(_file, entries) =>
			zip(
				edit(entries, 'manifest.json', (text) =>
					JSON.stringify({ kind: 'benchtop-project', format: 99, added: text.length }),
				),
			),
	],
	[
		'a wrong hash',
		'project.damaged',
		/hash/,
		(_file, entries) =>
			zip(
				edit(entries, 'manifest.json', (text) =>
					text.replace(/("path":"meta\/runs.jsonl","sha256":")[0-9a-f]{4}/, '$10000'),
				),
			),
	],
	[
		'a wrong size in the manifest',
		'project.damaged',
		/instead of/,
		(_file, entries) =>
			zip(edit(entries, 'manifest.json', (text) => text.replace(/"bytes":\d+/, '"bytes":7'))),
	],
	[
		'a missing entry',
		'project.damaged',
		/missing/,
		(_file, entries) => zip(entries.filter(({ path }) => !path.endsWith('weights.safetensors'))),
	],
	[
		'an entry that is not listed',
		'project.damaged',
		/not listed/,
		(_file, entries) => zip([...entries, { path: `${ROOT}extra.js`, bytes: encode('x') }]),
	],
	[
		'a listed entry that belongs to nothing',
		'project.inconsistent',
		/extra\.js/,
		async (_file, entries) =>
			zip(await relist([...entries, { path: `${ROOT}extra.js`, bytes: encode('x') }])),
	],
	[
		'a lying size in the directory',
		'project.damaged',
		/./,
		(file) =>
			patch(file, (bytes) => {
				const i = find(bytes, `${ROOT}project.json`, find(bytes, 'PK\u0001\u0002')) - 46;
				bytes[i + 24]! += 1;
			}),
	],
	[
		'a path that leaves the folder',
		'project.unsafe-path',
		/leaves its folder/,
		(_file, entries) => zip([...entries, { path: `${ROOT}../../evil`, bytes: encode('x') }]),
	],
	[
		'an absolute path',
		'project.unsafe-path',
		/./,
		(_file, entries) => zip([...entries, { path: '/etc/evil', bytes: encode('x') }]),
	],
	[
		'a path with a backslash',
		'project.unsafe-path',
		/./,
		(_file, entries) => zip([...entries, { path: `${ROOT}a\\b`, bytes: encode('x') }]),
	],
	[
		'a second root folder',
		'project.unsafe-path',
		/second root/,
		(_file, entries) => zip([...entries, { path: 'other/a', bytes: encode('x') }]),
	],
	[
		'one path twice',
		'project.unsafe-path',
		/twice/,
		async (_file, entries) =>
			patch(await zip([...entries, { path: `${ROOT}project.jsoN`, bytes: encode('{}') }]), (bytes) => {
				for (let i = 0; ; i++) {
					try {
						i = find(bytes, 'project.jsoN', i);
					} catch {
						return;
					}
					bytes[i + 11] = 0x6e;
				}
			}),
	],
	[
		'a bomb',
		'project.too-large',
		/times its size/,
		(_file, entries) => zip([...entries, { path: `${ROOT}bomb`, bytes: new Uint8Array(8_000_000) }], 9),
	],
	[
		'a run its schema does not know',
		'project.invalid',
		/meta\/runs\.jsonl: bestEpoch/,
		async (_file, entries) =>
			zip(
				await relist(
					edit(entries, 'runs.jsonl', (text) => text.replace('"bestEpoch":2', '"bestEpoch":"two"')),
				),
			),
	],
	[
		'a pipeline that is not what its id says',
		'project.inconsistent',
		/hash of its document/,
		async (_file, entries) =>
			zip(
				await relist(
					edit(entries, at(entries, '.json').path, (text) => text).map((each) =>
						/pipelines\/[0-9a-f]{64}\.json$/.test(each.path)
							? {
									...each,
									bytes: encode(new TextDecoder().decode(each.bytes).replace('"seed":7', '"seed":8')),
								}
							: each,
					),
				),
			),
	],
	[
		'a run without its experiment',
		'project.inconsistent',
		/needs the experiment/,
		async (_file, entries) => zip(await relist(edit(entries, 'experiments.jsonl', () => ''))),
	],
	[
		'weights that are cut short',
		'project.invalid',
		/weights\.safetensors: .*cut short/,
		async (_file, entries) =>
			zip(
				await relist(
					entries.map((each) =>
						each.path.endsWith('weights.safetensors') ? { ...each, bytes: each.bytes.slice(0, -2) } : each,
					),
				),
			),
	],
	[
		'metrics that are not Parquet',
		'project.invalid',
		/metrics\.parquet/,
		async (_file, entries) => zip(await relist(edit(entries, 'metrics.parquet', () => 'nonsense'))),
	],
	[
		'data with other rows than its document',
		'project.inconsistent',
		/6 rows instead of 7/,
		async (_file, entries) =>
			zip(await relist(edit(entries, 'datasets.jsonl', (text) => text.replace('"rows":6', '"rows":7')))),
	],
	[
		'predictions of rows the data does not have',
		'project.inconsistent',
		/do not fit/,
		async (_file, entries) =>
			zip(
				await relist(
					entries.map((each) =>
						each.path.endsWith('predictions.parquet')
							? {
									...each,
									bytes: columnsToParquet([
										{ name: 'row', type: 'uint32', values: Uint32Array.of(99) },
										{ name: 'split', type: 'text', stretches: [{ text: 'train', count: 1 }] },
										{ name: 'truth', type: 'float64', values: Float64Array.of(0) },
										{ name: 'score_0', type: 'float64', values: Float64Array.of(0) },
									]),
								}
							: each,
					),
				),
			),
	],
	[
		'data that is not what its id says',
		'project.inconsistent',
		/is not what its id says/,
		async (_file, entries) => {
			const other = columnsToParquet([
				{ name: 'mass', type: 'float64', values: [0.1, null, NaN, -0, Infinity, 6] },
				{
					name: 'species',
					type: 'text',
					stretches: [
						{ text: 'Adélie', count: 3 },
						{ text: 'Gentoo', count: 3 },
					],
				},
			]);
			const { bytes, sha256 } = await digestOf(other);
			const swapped = entries.map((each) =>
				each.path.includes('/data/') ? { path: `${ROOT}data/${sha256}.parquet`, bytes: other } : each,
			);
			return zip(
				await relist(
					edit(swapped, 'datasets.jsonl', (text) =>
						text.replace(/"parquet":\{[^}]*\}/, `"parquet":{"bytes":${bytes},"sha256":"${sha256}"}`),
					),
				),
			);
		},
	],
	[
		'a run that is not what its id says',
		'project.inconsistent',
		/run sha256:.* is not what its id says/,
		async (_file, entries) =>
			zip(await relist(edit(entries, 'environment.json', (text) => text.replace('4.22', '4.23')))),
	],
];

describe('a refused file', () => {
	it.each(HOSTILE)('%s says what is wrong and changes nothing', async (_what, code, message, make) => {
		const from = await filled();
		const file = await exportProject(from.db, ID);
		const bad = await make(file, await unzip(file));
		const to = await place();
		const error: unknown = await importProject(to.db, new File([bad], 'bad.benchtop')).catch(
			(thrown: unknown) => thrown,
		);
		expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
		for (const store of to.db.objectStoreNames) expect(await to.db.count(store)).toBe(0);
	});

	it('re-packed with compression by another program it still opens', async () => {
		const from = await filled();
		const to = await place();
		await importProject(to.db, await zip(await unzip(await exportProject(from.db, ID)), 6));
		expect((await to.store.contents(ID))?.runs.length).toBe(2);
	});
});
