/** PolynomialFeatures: products of the columns up to a degree, in scikit-learn's order: "a", "b", "a^2", "a b", "b^2". */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import type { EncodeParams } from '../schema/encode-step';
import { float64 } from '../table/select-rows';
import { isNumeric } from '../table/table';
import { complete } from './scaling';
import { defineStep } from './step';

/** Each term as the places of its factors, ascending; no factor is the constant 1. */
const stateSchema = v.object({ terms: v.array(v.array(v.number())) });
type Terms = v.InferOutput<typeof stateSchema>;

/** More terms than this are refused before they are listed. */
const TERM_LIMIT = 10_000;

export const polynomialFeatures = defineStep<EncodeParams<'PolynomialFeatures'>, Terms>({
	id: 'PolynomialFeatures',
	scope: 'train',
	state: stateSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block, params) {
		complete('PolynomialFeatures', block);
		const terms = termsOf(block.length, params);
		if (terms.length === 0) throw new BenchtopError('pipeline.no-terms', { columns: block.length });
		return { terms };
	},
	apply(block, { terms }) {
		const columns = complete('PolynomialFeatures', block);
		const names = namesOf(
			block.map(({ name }) => name),
			terms,
		);
		const rows = columns[0]?.length ?? 0;
		return terms.map((term, t) => {
			const product = new Float64Array(rows).fill(1);
			for (const c of term) {
				const factor = columns[c] as Float64Array;
				for (let i = 0; i < rows; i++) product[i] = (product[i] as number) * (factor[i] as number);
			}
			return float64(names[t] as string, product);
		});
	},
	names: (columns, { terms }) => namesOf(columns, terms),
});

/** Terms of `n` columns: degree by degree, each in the order of its places. */
function termsOf(
	n: number,
	{ degree = [0, 2], interactionOnly = false, bias = false }: EncodeParams<'PolynomialFeatures'>,
): number[][] {
	const terms: number[][] = bias ? [[]] : [];
	let level: number[][] = [[]];
	for (let d = 1; d <= degree[1]; d++) {
		const longer: number[][] = [];
		for (const term of level)
			for (let c = (term.at(-1) ?? 0) + (interactionOnly && term.length > 0 ? 1 : 0); c < n; c++) {
				longer.push([...term, c]);
				if (terms.length + longer.length > TERM_LIMIT)
					throw new BenchtopError('pipeline.too-wide', { count: `over ${TERM_LIMIT}`, limit: TERM_LIMIT });
			}
		level = longer;
		if (d >= degree[0]) terms.push(...level);
	}
	return terms;
}

function namesOf(columns: readonly string[], terms: readonly number[][]): string[] {
	return terms.map((term) => {
		if (term.length === 0) return '1';
		const powers = new Map<number, number>();
		for (const c of term) powers.set(c, (powers.get(c) ?? 0) + 1);
		return [...powers].map(([c, power]) => `${columns[c] ?? ''}${power > 1 ? `^${power}` : ''}`).join(' ');
	});
}
