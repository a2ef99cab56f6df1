/** Registering through the real store and worker: names, versions and kinds. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeNpy } from '../engine/array/npy';
import { registerDataset } from './data';
import { TestLaboratory } from './testing/laboratory';

let lab: TestLaboratory;
beforeAll(async () => {
	lab = await TestLaboratory.open();
});
afterAll(() => lab.close());

const array = (from: number, shape: readonly number[]): File => {
	const length = shape.reduce((all, size) => all * size, 1);
	const values = Float64Array.from({ length }, (_, i) => from + i);
	return new File([writeNpy(values, shape) as Uint8Array<ArrayBuffer>], 'waves.npy');
};
const stage = (file: File) => lab.world.data.stage(file, 'auto');

it('datasets of one name are versions of one kind (DS-21)', async () => {
	const first = await registerDataset.run(lab.world, {
		staged: await stage(array(0, [2, 3, 2])),
		name: 'waves',
		project: 'Sea',
	});
	expect((await lab.contents()).project.name).toBe('Sea');
	const second = await registerDataset.run(lab.world, {
		staged: await stage(array(1, [2, 3, 2])),
		name: 'waves',
	});
	expect([first.version, second.version]).toEqual([1, 2]);
	// The same numbers in another shape are other data; the same data again is what is there.
	const reshaped = await registerDataset.run(lab.world, {
		staged: await stage(array(0, [3, 2, 2])),
		name: 'waves',
	});
	expect(reshaped.version).toBe(3);
	const again = await registerDataset.run(lab.world, {
		staged: await stage(array(0, [2, 3, 2])),
		name: 'waves',
	});
	expect(again).toEqual(first);

	for (const shape of [
		[6, 2],
		[1, 1, 3, 2],
	]) {
		const staged = await stage(array(0, shape));
		const refused = registerDataset.run(lab.world, { staged, name: 'waves' });
		await expect(refused).rejects.toMatchObject({ code: 'data.other-kind' });
		expect((await lab.contents()).datasets).toHaveLength(3);
		const other = await registerDataset.run(lab.world, { staged, name: `waves of ${shape.length}` });
		expect(other.version).toBe(1);
		await lab.store.removeDataset((await lab.contents()).project.id, other.id);
		await lab.contents();
	}
});

it('a target is a column of a table, not of sequences or pictures', async () => {
	const dataset = await lab.add(await array(0, [4, 3, 2]).arrayBuffer(), 'waves.npy');
	await expect(lab.propose(dataset, '0')).rejects.toMatchObject({ code: 'pipeline.target-table' });
	expect((await lab.contents()).pipelines).toEqual([]);
});
