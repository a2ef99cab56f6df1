/** A setting as text in a field and back: numbers, lists with commas, names. Empty leaves out what may be left out. */
import { check } from '$lib/ui/editor/check';
import type { Field } from './schema-fields';

/** What stands in the field; empty for what is left out. */
export function written(value: unknown): string {
	if (value === undefined || value === null) return '';
	return Array.isArray(value) ? value.join(', ') : String(value);
}

const parts = (text: string): string[] =>
	text
		.split(/[,;×x]|\s+/)
		.map((part) => part.trim())
		.filter((part) => part !== '');

const number = (text: string): number => (text.trim() === '' ? NaN : Number(text.trim().replace('−', '-')));

/** What the text says; nothing leaves the setting out. */
export function meant(field: Field, text: string): unknown {
	if (text.trim() === '' && field.optional) return field.none;
	switch (field.kind) {
		case 'number':
			return number(text);
		case 'numbers': {
			const numbers = parts(text).map(number);
			return field.single && numbers.length === 1 ? numbers[0] : numbers;
		}
		case 'texts':
			return text
				.split(',')
				.map((part) => part.trim())
				.filter((part) => part !== '');
		default:
			return text.trim();
	}
}

/** Why a value is refused, in words that follow the setting's name; null when it passes. */
export function refusalOf({ schema, optional }: Field, value: unknown): string | null {
	if (value === undefined || value === null) return optional ? null : 'is missing';
	const numbers = Array.isArray(value) ? value : [value];
	if (numbers.some((each) => typeof each === 'number' && Number.isNaN(each))) return 'is not a number';
	const checked = check(schema, value);
	return checked.ok ? null : (checked.issues[0]?.message ?? 'is refused');
}
