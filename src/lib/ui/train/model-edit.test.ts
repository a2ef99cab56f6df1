import { describe, expect, it } from 'vitest';
import { presets } from '$lib/engine/model/presets';
import type { Architecture, Layer } from '$lib/engine/schema/architecture';
import {
	addLayer,
	hidden,
	joinWith,
	moveLayer,
	removeLayer,
	renameLayer,
	takeFrom,
	withLoss,
	withOptimizer,
} from './model-edit';
import { about, shapeWords } from './shape-words';
import { setBehindTraining } from './trainer-fields';

const dense = (units: number): Layer => ({ layer: 'dense', units, activation: 'relu' });
const small = presets('binary')[1] as Architecture;
const net = (...layers: Layer[]): Architecture => ({ ...small, layers: [...layers, { layer: 'output' }] });
const kinds = (architecture: Architecture) => architecture.layers.map(({ layer }) => layer);

describe('an edit of a net', () => {
	it('adds before the output, or where it is asked to', () => {
		const two = net(dense(1), dense(2));
		expect(kinds(addLayer(two, { layer: 'flatten' }))).toEqual(['dense', 'dense', 'flatten', 'output']);
		expect(kinds(addLayer(two, { layer: 'flatten' }, null, 1))).toEqual([
			'dense',
			'flatten',
			'dense',
			'output',
		]);
	});

	it('adds a reshape and a permutation that suit what they are given', () => {
		const at = (fresh: Layer, given: number[]) => hidden(addLayer(net(), fresh, given))[0];
		expect(at({ layer: 'reshape', shape: [1] }, [28, 4])).toEqual({ layer: 'reshape', shape: [112] });
		expect(at({ layer: 'reshape', shape: [1] }, [28])).toEqual({ layer: 'reshape', shape: [28, 1] });
		expect(at({ layer: 'permute', axes: [1, 0] }, [3, 8, 9])).toEqual({ layer: 'permute', axes: [1, 2, 0] });
	});

	it('joins a branch by a name that it gives', () => {
		const added = addLayer(net(dense(1), dense(2)), { layer: 'add', with: ['?'] });
		expect(added.layers[0]).toEqual({ ...dense(1), name: 'dense 1' });
		expect(added.layers[2]).toEqual({ layer: 'add', with: ['dense 1'] });
		const both = joinWith(added, 2, [0, 1]);
		expect(both.layers[2]).toEqual({ layer: 'add', with: ['dense 1', 'dense 2'] });
		expect(joinWith(both, 2, [])).toBe(both);
	});

	it('never gives a name twice', () => {
		const taken = net({ ...dense(1), name: 'dense 2' } as Layer, dense(2), dense(3));
		expect(takeFrom(taken, 2, 1).layers[1]).toMatchObject({ name: 'dense 2.2' });
	});

	it('takes from another layer, and from the one before again', () => {
		const aside = takeFrom(net(dense(1), dense(2), dense(3)), 2, 0);
		expect(aside.layers[2]).toEqual({ ...dense(3), from: 'dense 1' });
		expect(takeFrom(aside, 2, null).layers[2]).toEqual(dense(3));
	});

	it('renames with all who refer to the name', () => {
		const joined = takeFrom(joinWith(net(dense(1), dense(2), { layer: 'add', with: ['?'] }), 2, [0]), 2, 0);
		const renamed = renameLayer(joined, 0, 'first');
		expect(renamed.layers[0]).toMatchObject({ name: 'first' });
		expect(renamed.layers[2]).toEqual({ layer: 'add', with: ['first'], from: 'first' });
		expect(renameLayer(renamed, 0, undefined).layers[0]).toEqual(dense(1));
	});

	it('moves and removes, the output staying last', () => {
		const three = net(dense(1), dense(2), dense(3));
		const units = (architecture: Architecture) =>
			hidden(architecture).map((layer) => 'units' in layer && layer.units);
		expect(units(moveLayer(three, 2, -1))).toEqual([1, 3, 2]);
		expect(units(removeLayer(three, 0))).toEqual([2, 3]);
		expect(removeLayer(three, 0).layers.at(-1)).toEqual({ layer: 'output' });
	});

	it('leaves out what another loss or optimizer does not know', () => {
		const focal = { ...withLoss(small, 'focal'), gamma: 3 };
		expect(withLoss(focal, 'binaryCrossentropy')).toEqual(small);
		expect(withLoss({ ...small, labelSmoothing: 0.1 }, 'klDivergence')).toMatchObject({
			labelSmoothing: 0.1,
		});
		const nesterov = withOptimizer(small, { optimizer: 'nesterov', momentum: 0.8 });
		expect(nesterov.optimizer).toMatchObject({ optimizer: 'nesterov', momentum: 0.8 });
		expect(withOptimizer(nesterov, { optimizer: 'adam' }).optimizer).toEqual(small.optimizer);
		expect(withOptimizer(nesterov, { momentum: undefined }).optimizer).not.toHaveProperty('momentum');
	});
});

describe('words of a net', () => {
	it('say shapes and costs shortly', () => {
		expect(shapeWords([16, 78, 58])).toBe('16 × 78 × 58');
		expect(shapeWords(null)).toBe('–');
		expect([0, 960, 12_400, 999_600, 3_140_000, 2.6e9].map(about)).toEqual([
			'0',
			'960',
			'12.4 k',
			'1.0 M',
			'3.1 M',
			'2.6 G',
		]);
	});

	it('say what is set behind "More"', () => {
		const trainer = { epochs: 10, batchSize: 8, patience: null };
		const bare = withOptimizer(small, { weightDecay: 0 });
		expect(setBehindTraining(bare, trainer)).toBe('');
		expect(
			setBehindTraining(withOptimizer(small, { clipNorm: 1 }), {
				...trainer,
				schedule: { schedule: 'cosine' },
				stop: [{ monitor: 'train.loss', cutoff: 1, direction: 'below' }],
				keep: 'last',
			}),
		).toBe('weight decay .1 · clip norm 1 · rate cosine to zero · 1 cut-off · last weights kept');
	});
});
