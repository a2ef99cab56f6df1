/** Numbers as text and back, the way DuckDB does: the shortest digits that give the number again, 1.0, 1e+16, 1e-05. */

/** The shortest digits of a float64, or of a float32 when `single`. */
export function writeFloat(value: number, single: boolean): string {
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	const [mantissa, power] = (single ? shortest(value) : value.toExponential()).split('e') as [string, string];
	const exponent = Number(power);
	const minus = value < 0 || Object.is(value, -0) ? '-' : '';
	const digits = mantissa.replace(/[-.]/g, '');
	if (exponent < -4 || exponent >= 16) {
		const rest = digits.slice(1).replace(/0+$/, '');
		const size = String(Math.abs(exponent)).padStart(2, '0');
		return `${minus}${digits[0]}${rest && `.${rest}`}e${exponent < 0 ? '-' : '+'}${size}`;
	}
	if (exponent < 0) return `${minus}0.${'0'.repeat(-exponent - 1)}${digits}`;
	const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
	return `${minus}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

function shortest(value: number): string {
	for (let digits = 0; digits < 9; digits++) {
		const text = value.toExponential(digits);
		if (Math.fround(Number(text)) === value) return text;
	}
	return value.toExponential();
}

const NUMBER = /^\s*[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const SPECIAL = /^\s*([+-]?)(nan|inf|infinity)\s*$/i;

/** The number a text says, NaN for "nan"; undefined when it says none. */
export function readNumber(text: string): number | undefined {
	if (NUMBER.test(text)) return Number(text.replaceAll('_', ''));
	const hit = SPECIAL.exec(text);
	if (!hit) return undefined;
	return /nan/i.test(hit[2] as string) ? NaN : hit[1] === '-' ? -Infinity : Infinity;
}

/** To the nearest whole number, halves away from zero. */
export const roundAway = (value: number): number => (value < 0 ? -Math.round(-value) : Math.round(value));

/** To the nearest whole number, halves to the even one. */
export function roundEven(value: number): number {
	const rounded = Math.round(value);
	return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
