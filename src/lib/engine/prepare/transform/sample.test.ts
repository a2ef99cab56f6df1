import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TransformParams } from '../../schema/transform-step';
import type { Table } from '../../table/table';
import { nearestOf, mixedSpace } from './mixed-space';
import { numbers, read, run, tableOf, texts } from './test-columns';

type Sample = TransformParams<'sample'>;
const step = (more: Partial<Sample>): Sample => ({ transform: 'sample', method: 'up', ...more });
const counts = (table: Table, name: string): Record<string, number> => {
	const result: Record<string, number> = {};
	for (const value of read(table, name)) result[String(value)] = (result[String(value)] ?? 0) + 1;
	return result;
};
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

const table = tableOf(
	numbers('x', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
	numbers('z', [0, 10, 0, 10, 0, 10, 0, 10, 0, 10], 'int32'),
	texts('s', ['p', 'q', 'p', 'q', 'p', 'q', 'p', 'p', 'q', 'q']),
	texts('y', ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'b', 'b', null]),
);

/** Some training rows: a number, a whole number, a kind, and a class; each may be missing. */
const someRows = fc
	.array(
		fc.record({
			x: fc.option(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { freq: 6 }),
			n: fc.option(fc.integer({ min: -5, max: 5 }), { freq: 6 }),
			s: fc.option(fc.constantFrom('p', 'q', 'r'), { freq: 6 }),
			y: fc.option(fc.constantFrom('a', 'a', 'b', 'c'), { freq: 8 }),
		}),
		{ minLength: 1, maxLength: 40 },
	)
	.map((rows) =>
		tableOf(
			numbers(
				'x',
				rows.map(({ x }) => x),
			),
			numbers(
				'n',
				rows.map(({ n }) => n),
				'int64',
			),
			texts(
				's',
				rows.map(({ s }) => s),
			),
			texts(
				'y',
				rows.map(({ y }) => y),
			),
		),
	);

describe('sampling up and down', () => {
	it('repeats rows of small classes behind the others', () => {
		const { table: grown, origin } = run(step({}), table, 'y');
		expect(counts(grown, 'y')).toEqual({ a: 6, b: 6, null: 1 });
		expect([...origin.subarray(0, 10)]).toEqual(range(10));
		for (const row of origin.subarray(10)) expect([6, 7, 8]).toContain(row);
		expect(read(grown, 'x')).toEqual([...origin]);
	});

	it('leaves out rows of large classes, the others in their order', () => {
		const { table: cut, origin } = run(step({ method: 'down' }), table, 'y');
		expect(counts(cut, 'y')).toEqual({ a: 3, b: 3, null: 1 });
		expect([...origin]).toEqual([...origin].sort((a, b) => a - b));
	});

	it('comes as near as the ratio says, in both ways', () => {
		expect(counts(run(step({ ratio: 0.8 }), table, 'y').table, 'y')).toEqual({ a: 6, b: 5, null: 1 });
		expect(counts(run(step({ method: 'down', ratio: 0.75 }), table, 'y').table, 'y')).toEqual({
			a: 4,
			b: 3,
			null: 1,
		});
		expect(counts(run(step({ ratio: 0.5 }), table, 'y').table, 'y')).toEqual({ a: 6, b: 3, null: 1 });
	});

	it('balances another column when one is named', () => {
		const { table: grown } = run(step({ by: 'z' }), table, 'y');
		expect(counts(grown, 'z')).toEqual({ 0: 5, 10: 5 });
	});

	it('makes all classes equal, and every row stems from one with its values', () => {
		fc.assert(
			fc.property(someRows, fc.constantFrom('up', 'down'), fc.nat(), (rows, method, seed) => {
				const { table: result, origin } = run(step({ method }), rows, 'y', seed);
				const before = counts(rows, 'y');
				const after = counts(result, 'y');
				const sizes = Object.entries(before).flatMap(([name, count]) => (name === 'null' ? [] : [count]));
				for (const [name, count] of Object.entries(after)) {
					if (name === 'null') expect(count).toBe(before['null']);
					else expect(count).toBe(method === 'up' ? Math.max(...sizes) : Math.min(...sizes));
				}
				for (const name of ['x', 'n', 's', 'y']) {
					const source = read(rows, name);
					expect(read(result, name)).toEqual(Array.from(origin, (row) => source[row]));
				}
			}),
		);
	});

	it('draws the same for the same seed, and otherwise not', () => {
		const many = tableOf(
			numbers('x', range(60)),
			texts(
				'y',
				range(60).map((i) => (i < 50 ? 'a' : 'b')),
			),
		);
		const drawn = (more: Partial<Sample>, seed: number) => [...run(step(more), many, 'y', seed).origin];
		expect(drawn({}, 1)).toEqual(drawn({}, 1));
		expect(drawn({}, 1)).not.toEqual(drawn({}, 2));
		expect(drawn({ seed: 5 }, 1)).toEqual(drawn({ seed: 5 }, 2));
		expect(drawn({ seed: 5 }, 1)).not.toEqual(drawn({ seed: 6 }, 1));
	});

	it('refuses without a class column, and with one that has too many values', () => {
		expect(() => run(step({}), table, null)).toThrow(expect.objectContaining({ code: 'transform.no-class' }));
		expect(() => run(step({ by: 'x' }), tableOf(numbers('x', range(1001))))).toThrow(
			expect.objectContaining({ code: 'transform.many-classes' }),
		);
	});
});

describe('SMOTE', () => {
	it('puts new rows between a row and a neighbour of its class', () => {
		const { table: grown, origin } = run(step({ method: 'smote', columns: ['x', 'z'] }), table, 'y');
		expect(counts(grown, 'y')).toEqual({ a: 6, b: 6, null: 1 });
		const x = read(grown, 'x') as number[];
		const z = read(grown, 'z') as number[];
		for (let row = 10; row < 13; row++) {
			expect(x[row]).toBeGreaterThanOrEqual(6);
			expect(x[row]).toBeLessThanOrEqual(8);
			expect(Number.isInteger(z[row])).toBe(true);
			// A column that is not mixed is the base row's.
			expect(read(grown, 's')[row]).toBe(read(table, 's')[origin[row] as number]);
		}
	});

	it('stays on segments between complete rows of the class, and keeps the rest as it was', () => {
		fc.assert(
			fc.property(someRows, fc.integer({ min: 1, max: 6 }), fc.nat(), (rows, neighbors, seed) => {
				const y = read(rows, 'y');
				const x = read(rows, 'x');
				const n = read(rows, 'n');
				const s = read(rows, 's');
				const full = (row: number) => x[row] !== null && n[row] !== null && s[row] !== null;
				const sizes = Object.fromEntries(
					Object.entries(counts(rows, 'y')).filter(([name]) => name !== 'null'),
				);
				const most = Math.max(0, ...Object.values(sizes));
				const fit = (name: string) => range(rows.rows).filter((row) => y[row] === name && full(row));
				const possible = Object.entries(sizes).every(([name, size]) => size === most || fit(name).length > 1);
				const sampled = () => run(step({ method: 'smote', neighbors }), rows, 'y', seed);
				if (!possible) {
					expect(sampled).toThrow(expect.objectContaining({ code: 'transform.smote-rows' }));
					return;
				}
				const { table: grown, origin } = sampled();
				for (const count of Object.entries(counts(grown, 'y')))
					if (count[0] !== 'null') expect(count[1]).toBe(most);
				for (const name of ['x', 'n', 's', 'y'])
					expect(read(grown, name).slice(0, rows.rows)).toEqual(read(rows, name));
				for (let row = rows.rows; row < grown.rows; row++) {
					const base = origin[row] as number;
					const name = y[base] as string;
					expect(read(grown, 'y')[row]).toBe(name);
					expect(full(base)).toBe(true);
					const newX = read(grown, 'x')[row] as number;
					const newN = read(grown, 'n')[row] as number;
					const [ax, an] = [x[base] as number, n[base] as number];
					// Some row of the class is at the other end of a segment that the new row lies on.
					const onSegment = fit(name).some((other) => {
						const [bx, bn] = [x[other] as number, n[other] as number];
						if (other === base || newX < Math.min(ax, bx) || newX > Math.max(ax, bx)) return false;
						const gap = bx === ax ? null : (newX - ax) / (bx - ax);
						if (gap === null) return newN >= Math.min(an, bn) && newN <= Math.max(an, bn);
						return Math.abs(newN - (an + gap * (bn - an))) <= 0.5 + 1e-6;
					});
					expect(onSegment).toBe(true);
					expect(fit(name).map((other) => s[other])).toContain(read(grown, 's')[row]);
				}
			}),
			{ numRuns: 200 },
		);
	});

	it('takes the most frequent kind among the neighbours', () => {
		// The base has two neighbours, both of kind q, wherever it is; the lone p is never in the majority.
		const mixed = tableOf(
			numbers('x', [0, 1, 2, 3, 50, 60, 70, 80, 90, 95]),
			texts('s', ['p', 'q', 'q', 'q', 'r', 'r', 'r', 'r', 'r', 'r']),
			texts('y', ['b', 'b', 'b', 'b', 'a', 'a', 'a', 'a', 'a', 'a']),
		);
		const { table: grown } = run(step({ method: 'smote', neighbors: 3 }), mixed, 'y');
		expect(read(grown, 's').slice(10)).toEqual(['q', 'q']);
	});

	it('finds the nearest rows that comparing all with all finds', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -3, max: 3 }), fc.boolean()), {
					minLength: 3,
					maxLength: 30,
				}),
				fc.integer({ min: 1, max: 7 }),
				(points, count) => {
					const column = (name: string, at: 0 | 1) =>
						numbers(
							name,
							points.map((point) => point[at]),
						);
					const kind = numbers(
						'k',
						points.map(([, , on]) => (on ? 1 : 0)),
						'bool',
					);
					const space = mixedSpace([column('a', 0), column('b', 1), kind], points.length);
					const members = Uint32Array.from(range(points.length).filter((row) => row % 3 !== 1));
					const deviation = (values: Float64Array) => {
						const own = Array.from(members, (row) => values[row] as number);
						const mean = own.reduce((total, value) => total + value, 0) / own.length;
						return Math.sqrt(own.reduce((total, value) => total + (value - mean) ** 2, 0) / own.length);
					};
					const [first = 0, second = 0] = space.numbers.map(deviation);
					const penalty = ((first + second) / 2) ** 2;
					const distance = (a: number, b: number) =>
						space.numbers.reduce(
							(total, values) => total + ((values[a] as number) - (values[b] as number)) ** 2,
							points[a]?.[2] === points[b]?.[2] ? 0 : penalty,
						);
					const nearest = nearestOf(space, members, count);
					for (const row of members) {
						const found = [...nearest(row)];
						const others = [...members].filter((other) => other !== row);
						const best = others.map((other) => distance(row, other)).sort((a, b) => a - b);
						expect(new Set(found).size).toBe(Math.min(count, others.length));
						expect(found).not.toContain(row);
						found.forEach((other, i) =>
							expect(Math.abs(distance(row, other) - (best[i] as number))).toBeLessThan(1e-9),
						);
					}
				},
			),
		);
	});

	it('refuses a class with one complete row, and a table without numbers', () => {
		const few = tableOf(numbers('x', [1, 2, 3, null]), texts('y', ['a', 'a', 'a', 'b']));
		expect(() => run(step({ method: 'smote' }), few, 'y')).toThrow(
			expect.objectContaining({ code: 'transform.smote-rows' }),
		);
		expect(() => run(step({ method: 'smote' }), tableOf(texts('s', ['p']), texts('y', ['a'])), 'y')).toThrow(
			expect.objectContaining({ code: 'transform.smote-numbers' }),
		);
		const n = 200_000;
		const large = tableOf(
			numbers('x', range(n)),
			texts(
				'y',
				range(n).map((i) => (i % 5 < 3 ? 'a' : 'b')),
			),
		);
		const huge = {
			...large,
			columns: [...large.columns, ...range(6).map((i) => numbers(`c${i}`, range(n)))],
		};
		expect(() => run(step({ method: 'smote' }), huge, 'y')).toThrow(
			expect.objectContaining({ code: 'transform.smote-size' }),
		);
	});
});
