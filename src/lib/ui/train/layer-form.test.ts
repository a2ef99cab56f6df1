import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { layerSchema } from '$lib/engine/schema/layer';
import { optimizerSchema } from '$lib/engine/schema/architecture';
import { trainerSchema } from '$lib/engine/schema/experiment';
import { formOf, setBehind, tell } from './layer-form';
import { findLayers, GROUPS, KINDS, layerName, MENU, type Addable } from './layer-words';
import { fieldsOf, variantsOf, type Field } from './schema-fields';
import { meant, refusalOf, written } from './setting-text';
import { settingWords } from './setting-words';

const field = (kind: Addable, key: string): Field => {
	const { main, more } = formOf(kind);
	const found = [...main, ...more].find((each) => each.key === key);
	if (!found) throw new Error(`${kind} has no ${key}`);
	return found;
};

describe('the forms of layers', () => {
	const kinds = [...variantsOf(layerSchema).keys()].filter(
		(kind) => kind !== 'output' && kind !== 'constant',
	);

	it('are there for every kind of the schema, and hold every setting once', () => {
		expect(Object.keys(KINDS).sort()).toEqual(kinds.sort());
		for (const kind of kinds as Addable[]) {
			const { main, more } = formOf(kind);
			expect(main.map(({ key }) => key)).toEqual(KINDS[kind].main);
			const entries = Object.keys(variantsOf(layerSchema).get(kind) ?? {}).filter((key) => key !== 'layer');
			expect([...main, ...more].map(({ key }) => key).sort()).toEqual(entries.sort());
			for (const { key } of [...main, ...more]) expect(settingWords(key, kind).label).not.toBe(key);
		}
	});

	it('begin with a layer the schema takes as it is', () => {
		expect(new Set(MENU.map(({ group }) => group))).toEqual(new Set(GROUPS));
		for (const { fresh } of MENU) expect(v.parse(layerSchema, fresh)).toEqual(fresh);
		expect(new Set(MENU.map(({ name }) => name)).size).toBe(MENU.length);
	});

	it('read kinds, choices and what may be left out from the schema', () => {
		expect(field('dense', 'units')).toMatchObject({ kind: 'number', optional: false });
		expect(field('dense', 'activation')).toMatchObject({ kind: 'choice', optional: false });
		expect(field('dense', 'bias')).toMatchObject({ kind: 'flag', optional: true });
		expect(field('conv2d', 'kernel')).toMatchObject({ kind: 'numbers', single: true });
		expect(field('reshape', 'shape')).toMatchObject({ kind: 'numbers', single: false });
		expect(field('add', 'with')).toMatchObject({ kind: 'texts' });
		expect(field('conv1d', 'padding')).toMatchObject({ of: ['valid', 'same', 'causal'] });
		const trainer = fieldsOf(trainerSchema.entries, ['stop', 'schedule', 'plateau']);
		expect(trainer.map(({ key }) => key)).toEqual([
			'epochs',
			'batchSize',
			'patience',
			'keep',
			'classWeights',
		]);
		expect(trainer.find(({ key }) => key === 'patience')).toMatchObject({ optional: true, none: null });
		expect(trainer.at(-1)).toMatchObject({ kind: 'choice', of: ['balanced'], none: undefined });
		expect(fieldsOf(optimizerSchema.entries).map(({ kind }) => kind)).toEqual([
			'choice',
			...Array.from({ length: 5 }, () => 'number'),
		]);
	});

	it('say what is set out of sight', () => {
		const layer = v.parse(layerSchema, {
			layer: 'conv2d',
			filters: 8,
			kernel: 3,
			stride: [2, 1],
			bias: false,
		});
		expect(setBehind(layer)).toBe('stride 2 × 1 · no bias');
		expect(setBehind(tell(tell(layer, 'stride', undefined), 'bias', undefined))).toBe('');
	});

	it('name a layer as it is set', () => {
		expect(layerName({ layer: 'lstm', units: 3 })).toBe('LSTM');
		expect(layerName({ layer: 'lstm', units: 3, bidirectional: true })).toBe('Bidirectional LSTM');
		expect(layerName({ layer: 'output' })).toBe('Output');
	});
});

describe('what is typed into a setting', () => {
	it('is a number, one for all axes or a list, a name, or nothing', () => {
		const kernel = field('conv2d', 'kernel');
		expect(meant(kernel, '3')).toBe(3);
		for (const text of ['3, 5', '3 × 5', '3x5', ' 3 5 ']) expect(meant(kernel, text)).toEqual([3, 5]);
		expect(meant(field('reshape', 'shape'), '28')).toEqual([28]);
		expect(meant(field('dense', 'name'), '  first ')).toBe('first');
		expect(meant(field('dense', 'name'), ' ')).toBeUndefined();
		expect(meant(field('conv2d', 'stride'), '')).toBeUndefined();
		expect(written([3, 5])).toBe('3, 5');
		expect(written(undefined)).toBe('');
	});

	it('is refused in the words of the schema', () => {
		const said = (kind: Addable, key: string, text: string) =>
			refusalOf(field(kind, key), meant(field(kind, key), text));
		expect(said('dense', 'units', '0')).toBe('must be 1 or more');
		expect(said('dense', 'units', '2.5')).toBe('must be a whole number');
		expect(said('dense', 'units', 'many')).toBe('is not a number');
		expect(said('dense', 'units', '')).toBe('is not a number');
		expect(said('dropout', 'rate', '1')).toBe('must be below 1');
		expect(said('conv2d', 'kernel', '3, 0')).toBe('must be 1 or more');
		expect(said('conv2d', 'kernel', '0')).toBe('must be 1 or more');
		expect(said('conv2d', 'kernel', '3, 3')).toBeNull();
		expect(said('conv2d', 'stride', '')).toBeNull();
	});
});

describe('looking for a layer', () => {
	const names = (typed: string) => findLayers(typed).map(({ name }) => name);

	it('finds names first, then other words, with or without the hyphen', () => {
		expect(names('conv 2d')[0]).toBe('Convolution 2-D');
		expect(names('convolution 2')[0]).toBe('Convolution 2-D');
		expect(names('bidir')).toEqual(['Bidirectional LSTM', 'Bidirectional GRU']);
		expect(names('residual')).toEqual(['Add']);
		expect(names('add').slice(0, 2)).toEqual(['Add', 'Zero padding 1-D']);
		expect(names('max 2')[0]).toBe('Max pooling 2-D');
		expect(names('')).toHaveLength(MENU.length);
		expect(names('zzz')).toEqual([]);
	});
});
