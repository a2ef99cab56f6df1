/**
 * LetterEncoder: a text position by position, one column of 0 and 1 per letter of an alphabet (one-hot DNA and the
 * like). Learns nothing but the length, from training rows, and that only when it is not told. A missing text is an
 * empty one: zeros all over.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import type { EncodeParams } from '../schema/encode-step';
import { canonicalStrings, float64 } from '../table/select-rows';
import { isString, type Column, type NumericColumn, type StringColumn } from '../table/table';
import { EntryCache } from './entry-cache';
import {
	MASK,
	UNKNOWN,
	cased,
	lengthOf,
	lettersSchema,
	reader,
	turner,
	written,
	type Letters,
} from './letters';
import { numbers } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({
	letters: lettersSchema,
	unknown: v.picklist(['zeros', 'error']),
	/** The reverse complement in columns of its own after the others. */
	append: v.boolean(),
	/** Of each column. */
	lengths: v.array(v.number()),
});
type LetterState = v.InferOutput<typeof stateSchema>;
type Params = EncodeParams<'LetterEncoder'>;

export const letterEncoder = defineStep<Params, LetterState>({
	id: 'LetterEncoder',
	scope: 'train',
	state: stateSchema,
	accepts: ({ dtype }) => dtype === 'string',
	fit(block, params) {
		const letters = lettersOf(params);
		const append = params.reverseComplement === 'append';
		if (append || letters.reversed) turner(letters.alphabet);
		const columns = block.filter(isString);
		const lengths = columns.map((column) => params.length ?? longest(column, letters));
		const state: LetterState = { letters, unknown: params.unknown ?? 'zeros', append, lengths };
		if (state.unknown === 'error') {
			const { places } = prepared(state);
			columns.forEach((column, c) =>
				canonicalStrings(column).dictionary.forEach((text) =>
					refuseUnknown(column.name, (places[c] as Places).work(text), text, letters),
				),
			);
		}
		return state;
	},
	apply: (block, state) => block.flatMap((column, c) => (isString(column) ? encoded(column, c, state) : [])),
	invert(block, { letters, append, lengths }, columns) {
		const { alphabet } = letters;
		let at = 0;
		return lengths.map((length, c): Column => {
			const part = block.slice(at, at + length * alphabet.length).map(numbers);
			at += part.length * (append ? 2 : 1);
			const texts = Array.from(part[0] ?? [], (_, row) => written(decoded(part, row, letters), letters));
			const dictionary = [...new Set(texts)].filter((text) => text !== null);
			const code = new Map(dictionary.map((text, i) => [text, i]));
			const codes = Int32Array.from(texts, (text) => (text === null ? -1 : (code.get(text) as number)));
			return canonicalStrings({ name: columns[c]?.name ?? '', dtype: 'string', dictionary, codes });
		});
	},
	names: (columns, state) => columns.flatMap((name, c) => namesOf(name, c, state)),
});

/** The alphabet in the case of the texts; a letter it then names twice is refused (`pipeline.alphabet`). */
function lettersOf({
	alphabet = 'ACGT',
	case: how = 'upper',
	pad = 'end',
	mask,
	reverseComplement,
}: Params): Letters {
	const each = [...alphabet].map((letter) => cased(letter, how));
	const any = mask === undefined ? null : cased(mask, how);
	const all = any === null ? each : [...each, any];
	const twice = all.find((letter, i) => all.indexOf(letter) < i);
	if (twice !== undefined) throw new BenchtopError('pipeline.alphabet', { letter: twice });
	return { alphabet: each, case: how, pad, mask: any, reversed: reverseComplement === 'replace' };
}

function longest(column: StringColumn, { case: how }: Letters): number {
	const { dictionary } = canonicalStrings(column);
	const length = dictionary.reduce((most, text) => Math.max(most, lengthOf(text, how)), 0);
	if (length === 0) throw new BenchtopError('pipeline.no-letters', { column: column.name });
	return length;
}

type Places = EntryCache<Int32Array>;
interface Prepared {
	/** Of each column. */
	readonly places: readonly Places[];
	readonly turned: ((places: Int32Array) => Int32Array) | null;
}
const made = new WeakMap<LetterState, Prepared>();

/** What a state needs to read texts, made once of it. */
function prepared(state: LetterState): Prepared {
	const found = made.get(state);
	if (found) return found;
	const { letters, lengths, append } = state;
	const fresh: Prepared = {
		places: lengths.map(
			(length) => new EntryCache(reader(letters, length), (places) => Math.ceil(places.length / 2)),
		),
		turned: append ? turner(letters.alphabet) : null,
	};
	made.set(state, fresh);
	return fresh;
}

function refuseUnknown(column: string, places: Int32Array, text: string, letters: Letters): void {
	if (!places.includes(UNKNOWN)) return;
	const known = new Set([...letters.alphabet, letters.mask]);
	const letter = [...cased(text, letters.case)].find((each) => !known.has(each)) ?? '';
	throw new BenchtopError('pipeline.unknown-letter', { column, letter, alphabet: letters.alphabet.join('') });
}

function encoded(column: StringColumn, c: number, state: LetterState): NumericColumn[] {
	const { letters, unknown, append } = state;
	const { codes, dictionary } = column;
	const width = letters.alphabet.length;
	const length = state.lengths[c] ?? 0;
	const { places: caches, turned } = prepared(state);
	const outputs = Array.from(
		{ length: length * width * (append ? 2 : 1) },
		() => new Float64Array(codes.length),
	);
	const write = (places: Int32Array, row: number, first: number): void => {
		const from = letters.pad === 'end' ? 0 : length - places.length;
		places.forEach((place, i) => {
			const at = first + (from + i) * width;
			if (place >= 0) (outputs[at + place] as Float64Array)[row] = 1;
			else if (place === MASK)
				for (let k = 0; k < width; k++) (outputs[at + k] as Float64Array)[row] = 1 / width;
		});
	};
	for (let row = 0; row < codes.length; row++) {
		const code = codes[row] as number;
		if (code < 0) continue;
		const places = (caches[c] as Places).of(dictionary, code);
		if (unknown === 'error') refuseUnknown(column.name, places, dictionary[code] as string, letters);
		write(places, row, 0);
		if (turned) write(turned(places), row, length * width);
	}
	const names = namesOf(column.name, c, state);
	return outputs.map((values, k) => float64(names[k] as string, values));
}

/** `column[3]=A`, positions from 0; of the reverse complement beside it `column.reverse[3]=A`. */
function namesOf(column: string, c: number, { letters, append, lengths }: LetterState): string[] {
	const positions = Array.from({ length: lengths[c] ?? 0 }, (_, i) => i);
	const of = (name: string) =>
		positions.flatMap((position) => letters.alphabet.map((letter) => `${name}[${position}]=${letter}`));
	return append ? [...of(column), ...of(`${column}.reverse`)] : of(column);
}

/** The place at every position of a row: the greatest above 0; all alike is the mask, none is unknown. */
function decoded(part: readonly Float64Array[], row: number, { alphabet, mask }: Letters): Int32Array {
	const width = alphabet.length;
	return Int32Array.from({ length: part.length / width }, (_, position) => {
		const at = (k: number): number => part[position * width + k]?.[row] as number;
		let best = 0;
		let alike = width > 1;
		for (let k = 1; k < width; k++) {
			if (at(k) !== at(0)) alike = false;
			if (at(k) > at(best)) best = k;
		}
		if (!(at(best) > 0)) return UNKNOWN;
		return alike && mask !== null ? MASK : best;
	});
}
