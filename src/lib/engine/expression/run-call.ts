/**
 * A kernel over vectors: straight loops over numbers; once per distinct text where only one text differs from row to
 * row; value by value otherwise. A refusal is given the row and the place in the expression.
 */
import { BenchtopError } from '../errors/error';
import type { Bound, Kernel } from './bound';
import type { Value } from './conversion';
import type { Failures, Program } from './program';
import { rowAt, TextPool, valueAt, type Rows, type Vector } from './vector';

type Call = Bound & { kind: 'call' };
type Each = (at: number) => void;

/** Calls `each` for every row; what it refuses is thrown with its row, or noted. */
function forRows(rows: Rows, position: number, failures: Failures, each: Each, fail: Each): void {
	for (let i = 0; i < rows.count; i++) {
		try {
			for (; i < rows.count; i++) each(i);
		} catch (thrown) {
			if (!(thrown instanceof BenchtopError)) throw thrown;
			if (!failures)
				throw new BenchtopError(
					thrown.code,
					{ position, ...thrown.operands, row: rowAt(rows, i) + 1 },
					{ cause: thrown },
				);
			failures.add(rowAt(rows, i));
			fail(i);
		}
	}
}

/** How a call runs, given how its operands do. */
export function callOver(part: Call, operands: readonly Program[]): Program {
	const { kernel } = part;
	if (kernel.mode === 'numbers') return overNumbers(kernel.run, operands, part.at);
	const differing = part.operands.filter(({ kind }) => kind !== 'constant');
	const only = differing.length === 1 ? part.operands.indexOf(differing[0]!) : -1;
	if (only >= 0 && differing[0]!.type === 'string') return onceEach(part, kernel, operands, only);
	return overValues(part, kernel, operands);
}

function overNumbers(
	run: (a: number, b: number, c: number) => number,
	operands: readonly Program[],
	position: number,
): Program {
	return (rows, failures) => {
		const [first, second, third] = operands.map((operand) => operand(rows, failures).values);
		const out = new Float64Array(rows.count);
		const fail: Each = (i) => (out[i] = NaN);
		const a = first ?? out;
		if (third && second)
			forRows(rows, position, failures, (i) => (out[i] = run(a[i]!, second[i]!, third[i]!)), fail);
		else if (second) forRows(rows, position, failures, (i) => (out[i] = run(a[i]!, second[i]!, NaN)), fail);
		else forRows(rows, position, failures, (i) => (out[i] = run(a[i]!, NaN, NaN)), fail);
		return { values: out };
	};
}

/** A kernel's answer for one row, missing where one of its operands is. */
const answer = (kernel: Exclude<Kernel, { mode: 'numbers' }>, values: (Value | null)[]): Value | null =>
	kernel.mode === 'lenient'
		? kernel.run(...values)
		: values.includes(null)
			? null
			: kernel.run(...(values as Value[]));

type Spoken = Exclude<Kernel, { mode: 'numbers' }>;

/** Where answers go: numbers, or codes of a pool of the call's own. */
class Answers {
	readonly #values: Float64Array | null;
	readonly #codes: Int32Array | null;

	constructor(
		count: number,
		readonly pool: TextPool | null,
	) {
		this.#values = pool ? null : new Float64Array(count).fill(NaN);
		this.#codes = pool ? new Int32Array(count).fill(-1) : null;
	}

	put(at: number, value: Value | null): void {
		if (value === null) return;
		if (this.#codes && this.pool) this.#codes[at] = this.pool.code(value as string);
		else if (this.#values) this.#values[at] = value as number;
	}

	/** An answer as a number: its code, or itself. */
	raw(value: Value | null): number {
		if (this.pool) return value === null ? -1 : this.pool.code(value as string);
		return value === null ? NaN : (value as number);
	}

	putRaw(at: number, value: number): void {
		(this.#codes ?? this.#values)![at] = value;
	}

	vector(): Vector {
		return this.#codes && this.pool
			? { codes: this.#codes, texts: this.pool.texts }
			: { values: this.#values as Float64Array };
	}
}

function overValues(part: Call, kernel: Spoken, operands: readonly Program[]): Program {
	const pool = part.type === 'string' ? new TextPool() : null;
	return (rows, failures) => {
		const vectors = operands.map((operand) => operand(rows, failures));
		const answers = new Answers(rows.count, pool);
		const each: Each = (i) =>
			answers.put(
				i,
				answer(
					kernel,
					vectors.map((vector) => valueAt(vector, i)),
				),
			);
		forRows(rows, part.at, failures, each, () => {});
		return answers.vector();
	};
}

/** The answers for each text of the one operand that differs, kept from one piece of rows to the next. */
function onceEach(part: Call, kernel: Spoken, operands: readonly Program[], only: number): Program {
	const pool = part.type === 'string' ? new TextPool() : null;
	const known: (number | undefined)[] = [];
	let missing: number | undefined;
	return (rows, failures) => {
		const vectors = operands.map((operand) => operand(rows, failures));
		const { codes } = vectors[only]!;
		const answers = new Answers(rows.count, pool);
		if (!codes) return answers.vector();
		const ask = (i: number): number =>
			answers.raw(
				answer(
					kernel,
					vectors.map((vector) => valueAt(vector, i)),
				),
			);
		const each: Each = (i) => {
			const code = codes[i] as number;
			answers.putRaw(i, code < 0 ? (missing ??= ask(i)) : (known[code] ??= ask(i)));
		};
		forRows(rows, part.at, failures, each, () => {});
		return answers.vector();
	};
}
