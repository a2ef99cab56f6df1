/**
 * The head of an .npy file: a Python dictionary as text, with the type, the order and the shape of the array
 * (numpy/lib/format.py, versions 1 to 3). Trusts no number in it; whether the values are all there is npy.ts's to check.
 */
import { BenchtopError } from '../errors/error';

export interface NpyHeader {
	/** As numpy writes it: "<f8", "|b1"; null for records with named fields. */
	readonly descr: string | null;
	readonly fortranOrder: boolean;
	readonly shape: readonly number[];
	/** Where the values begin, in bytes. */
	readonly begin: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** A head longer than this says nothing a head should. */
const LONGEST = 2 ** 20;
/** Nested deeper than numpy writes anything. */
const DEEPEST = 32;

/** @throws data.not-npy, data.npy-version, data.npy-header */
export function readNpyHeader(bytes: Uint8Array, file: string): NpyHeader {
	const refuse = (detail: string) => new BenchtopError('data.npy-header', { file, detail });
	if (MAGIC.some((byte, i) => bytes[i] !== byte)) throw new BenchtopError('data.not-npy', { file });
	if (bytes.length < 12) throw refuse('it is cut off');
	const [major, minor] = [bytes[6] as number, bytes[7] as number];
	if (major < 1 || major > 3 || minor !== 0)
		throw new BenchtopError('data.npy-version', { file, version: `${major}.${minor}` });
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const start = major === 1 ? 10 : 12;
	const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
	const begin = start + length;
	if (begin > bytes.length) throw refuse('it is cut off');
	if (length > LONGEST) throw refuse('it is too long');
	const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, begin));
	const entries = new Literal(text, refuse).dictionary();
	const { descr, fortran_order: order, shape } = Object.fromEntries(entries);
	if (typeof descr !== 'string' && !Array.isArray(descr)) throw refuse('it does not say the type');
	if (typeof order !== 'boolean') throw refuse('it does not say the order');
	if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size)))
		throw refuse('it does not say the shape');
	return {
		descr: typeof descr === 'string' ? descr : null,
		fortranOrder: order,
		shape: shape as number[],
		begin,
	};
}

type Value = string | number | boolean | null | Value[];

/** Reads the few Python literals a head holds: text, whole numbers, truth values, tuples, lists, one dictionary. */
class Literal {
	readonly #tokens: string[];
	#at = 0;

	constructor(
		text: string,
		readonly refuse: (detail: string) => BenchtopError,
	) {
		this.#tokens = text.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\w+|\S/g) ?? [];
	}

	dictionary(): [string, Value][] {
		const entries: [string, Value][] = [];
		this.#expect('{');
		while (!this.#take('}')) {
			const key = this.#value(0);
			if (typeof key !== 'string') throw this.refuse('it is no dictionary');
			this.#expect(':');
			entries.push([key, this.#value(0)]);
			if (!this.#take(',')) {
				this.#expect('}');
				break;
			}
		}
		if (this.#at < this.#tokens.length) throw this.refuse('something follows the dictionary');
		return entries;
	}

	#value(depth: number): Value {
		const token = this.#tokens[this.#at++] ?? '';
		if (/^['"]/.test(token) && token.length > 1) return token.slice(1, -1);
		if (/^\d+L?$/.test(token)) return Number.parseInt(token, 10);
		if (token === 'True' || token === 'False') return token === 'True';
		if (token === 'None') return null;
		if ((token !== '(' && token !== '[') || depth > DEEPEST) throw this.refuse(`"${token}" is not expected`);
		const end = token === '(' ? ')' : ']';
		const items: Value[] = [];
		let separated = false;
		while (!this.#take(end)) {
			items.push(this.#value(depth + 1));
			separated = this.#take(',');
			if (separated) continue;
			this.#expect(end);
			break;
		}
		// One value in round brackets without a comma is that value.
		return token === '(' && items.length === 1 && !separated ? (items[0] as Value) : items;
	}

	#take(token: string): boolean {
		const found = this.#tokens[this.#at] === token;
		if (found) this.#at++;
		return found;
	}

	#expect(token: string): void {
		if (!this.#take(token))
			throw this.refuse(`"${this.#tokens[this.#at] ?? ''}" stands where "${token}" should`);
	}
}
