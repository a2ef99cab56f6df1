import { describe, expect, it } from 'vitest';
import type { Executor } from './executor';
import { topologyFor } from './parity/problem';
import { CASES } from './parity/cases';
import { referenceExecutor } from './parity/reference-executor';
import { ReferenceNet } from './reference/net';
import { FAMILIES, familiesOf, proves, selfTest } from './self-test';
import { DENSE_NETS, FAMILY_NETS, problemOf } from './self-test-nets';

/** The reference, wrong by one percent wherever a topology has what is asked about. */
const wrongAt = (has: (kinds: readonly string[]) => boolean): Executor => ({
	...referenceExecutor,
	async gradients(topology, ...call) {
		const gradients = await referenceExecutor.gradients(topology, ...call);
		const share = has(topology.layers.map(({ kind }) => kind)) ? 1.01 : 1;
		return gradients.map((values) => values.map((value) => value * share));
	},
});

describe('the self-test', () => {
	it('lets pass what is right', async () => {
		expect(await selfTest(referenceExecutor)).toEqual({ state: 'ok' });
		for (const family of FAMILIES) expect(await proves(referenceExecutor, family)).toEqual({ state: 'ok' });
	});

	it('calls an executor wrong whose gradients are, and only for what they are wrong at', async () => {
		const wrong = wrongAt((kinds) => kinds.includes('recurrent'));
		expect(await selfTest(wrong)).toEqual({ state: 'ok' });
		expect(await proves(wrong, 'convolution')).toEqual({ state: 'ok' });
		expect(await proves(wrong, 'recurrence')).toEqual({
			state: 'wrong',
			detail: 'Its gradients differ by 1e-2',
		});
		expect(await selfTest(wrongAt(() => true))).toMatchObject({ state: 'wrong' });
	});

	it('calls an executor wrong whose gradients are no numbers', async () => {
		const broken: Executor = { ...referenceExecutor, gradients: async () => [] };
		expect(await selfTest(broken)).toMatchObject({ state: 'wrong' });
	});

	it('passes on what an executor throws', async () => {
		const lost: Executor = { ...referenceExecutor, gradients: () => Promise.reject(new Error('lost')) };
		await expect(selfTest(lost)).rejects.toThrow('lost');
	});

	it('stands away from kinks and ties', () => {
		for (const net of [...DENSE_NETS, ...Object.values(FAMILY_NETS).flat()]) {
			const { program, weights, batch } = problemOf(net);
			const { margin } = new ReferenceNet(program.topology, weights).pass(program.loss, batch);
			expect(margin, JSON.stringify(net.layers)).toBeGreaterThan(1e-5);
		}
	});
});

describe('families', () => {
	it('hold between them every kind of layer and every activation there is', () => {
		const proven = [...DENSE_NETS, ...Object.values(FAMILY_NETS).flat()]
			.map((net) => problemOf(net).program.topology)
			.flatMap(({ layers }) => layers);
		for (const one of CASES)
			for (const layer of topologyFor(one).layers) {
				if (layer.kind === 'activation') continue;
				expect(proven.map(({ kind }) => kind)).toContain(layer.kind);
				if ('activation' in layer)
					expect(proven.map((net) => 'activation' in net && net.activation)).toContain(layer.activation);
			}
	});

	it('of a net are those it has', () => {
		const named = (name: string) => CASES.find((one) => one.name === name) as (typeof CASES)[number];
		const of = (name: string) => familiesOf(topologyFor(named(name)));
		expect(of('everything at once')).toEqual(['activations']);
		expect(of('dense relu')).toEqual([]);
		expect(of('conv2d')).toEqual(['convolution']);
		expect(of('embedding, then lstm')).toEqual(['shapes', 'recurrence']);
		expect(of('two inputs: a table and pictures')).toEqual(['shapes', 'convolution']);
	});

	it('prove what belongs to them', () => {
		for (const family of FAMILIES)
			expect(FAMILY_NETS[family].flatMap((net) => familiesOf(problemOf(net).program.topology))).toContain(
				family,
			);
	});
});
