/** Collects a program's records and writes them where the kernel follows them. */
import type { Arena } from './arena';
import type { Code } from './codes';
import type { Machine } from './machine';

const bits = new DataView(new ArrayBuffer(4));

/** The word that stands for a float32. */
export function asWord(value: number): number {
	bits.setFloat32(0, value, true);
	return bits.getInt32(0, true);
}

export class Writer {
	readonly #words: number[] = [];

	constructor(readonly machine: Machine) {}

	get codes(): Machine['codes'] {
		return this.machine.codes;
	}

	/** One operation; what its words mean is said beside its code in assembly/program.as. */
	add(code: Code, ...words: number[]): void {
		const { RECORD } = this.codes;
		const record = [this.codes[code], ...words];
		while (record.length < RECORD) record.push(0);
		this.#words.push(...record);
	}

	/** Ends the program and gives its place; `write` puts it there once memory reaches that far. */
	close(arena: Arena): { at: number; write: (machine: Machine) => void } {
		this.add('END');
		const words = this.#words;
		const at = arena.numbers(words.length);
		return { at, write: (machine) => machine.words(at, words.length).set(words) };
	}
}
