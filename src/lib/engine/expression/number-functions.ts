/** Functions of numbers. Where DuckDB refuses a value (a logarithm of 0), so do these: `expression.domain`. */
import { BenchtopError } from '../errors/error';
import { ARITHMETIC, inRange, power } from './arithmetic';
import { lenient, numbers, type Bound, type Kernel } from './bound';
import { define, type Definition } from './definition';
import { roundAway } from './number-text';
import { isWhole, type SqlType } from './sql-type';

/** Gives float64; refuses values outside its domain. */
const real = (name: string, run: (x: number) => number, inside: (x: number) => boolean = () => true) =>
	define(
		['number'],
		'float64',
		numbers((x) => {
			if (x !== x) return NaN;
			if (!inside(x)) throw outside(name, x);
			return run(x);
		}),
	);

const outside = (name: string, x: number): BenchtopError =>
	new BenchtopError('expression.domain', { function: name, value: x });

const above = (x: number): boolean => x > 0;
const finite = (x: number): boolean => Number.isFinite(x);
const unit = (x: number): boolean => x >= -1 && x <= 1;

const same = ([type]: readonly SqlType[]): SqlType => (type === 'null' || !type ? 'float64' : type);
/** Whole numbers become float64, floats stay what they are. */
const float = ([type]: readonly SqlType[]): SqlType => (type === 'float32' ? type : 'float64');

const rounding = (run: (x: number) => number): Kernel => numbers(run);

/** To so many digits, halves away from zero; negative digits round before the point. As DuckDB: by multiplying. */
function roundTo(x: number, digits: number): number {
	const factor = 10 ** Math.abs(digits);
	const rounded = digits < 0 ? roundAway(x / factor) * factor : roundAway(x * factor) / factor;
	return Number.isFinite(rounded) ? rounded : digits < 0 ? 0 : x;
}
const truncTo = (x: number, digits: number): number => {
	const factor = 10 ** Math.abs(digits);
	const cut = digits < 0 ? Math.trunc(x / factor) * factor : Math.trunc(x * factor) / factor;
	return Number.isFinite(cut) ? cut : digits < 0 ? 0 : x;
};

/** round and trunc: whole numbers stay whole. */
const toDigits = (run: (x: number, digits: number) => number): Definition =>
	define(['number', 'whole?'], same, (operands: readonly Bound[], _at, name) => {
		const type = same(operands.map((operand) => operand.type));
		const exact = isWhole(type);
		if (operands.length === 1) return exact ? numbers((x) => x) : numbers((x) => run(x, 0));
		return inRange(type, name, (x, digits) =>
			x !== x || digits !== digits ? NaN : exact && digits >= 0 ? x : run(x, digits),
		);
	});

/** log(x) is to the base 10; log(b, x) to the base b. */
const log: Definition = {
	takes: 'a number, or a base and a number',
	match(operands, at, name) {
		if (operands.length === 1) return logarithms.log10!.match(operands, at, name);
		return define(
			['number', 'number'],
			'float64',
			numbers((base, x) => {
				if (base !== base || x !== x) return NaN;
				if (base <= 0 || base === 1) throw outside(name, base);
				if (x <= 0) throw outside(name, x);
				return Math.log10(x) / Math.log10(base);
			}),
		).match(operands, at, name);
	},
};

const logarithms: Readonly<Record<string, Definition>> = {
	ln: real('ln', Math.log, above),
	log2: real('log2', Math.log2, above),
	log10: real('log10', Math.log10, above),
};

/** A test that is never missing where nothing but missing can be meant by "not a number". */
const isMissing = define(
	['number'],
	'bool',
	lenient((x) => (x === null ? 1 : 0)),
);
const flag = (run: (x: number) => boolean) =>
	define(
		['number'],
		'bool',
		numbers((x) => (x !== x ? NaN : run(x) ? 1 : 0)),
	);

export const NUMBER_FUNCTIONS: Readonly<Record<string, Definition>> = {
	...logarithms,
	log,
	abs: define(['number'], same, (operands, _at, name) => inRange(operands[0]!.type, name, Math.abs)),
	sign: define(
		['number'],
		'int32',
		numbers((x) => Math.sign(x) + 0),
	),
	ceil: define(['number'], float, rounding(Math.ceil)),
	floor: define(['number'], float, rounding(Math.floor)),
	round: toDigits(roundTo),
	trunc: toDigits(truncTo),
	sqrt: real('sqrt', Math.sqrt, (x) => x >= 0),
	cbrt: real('cbrt', Math.cbrt),
	exp: real('exp', Math.exp),
	power: define(['number', 'number'], 'float64', power),
	mod: ARITHMETIC['%']!,
	sin: real('sin', Math.sin, finite),
	cos: real('cos', Math.cos, finite),
	tan: real('tan', Math.tan, finite),
	asin: real('asin', Math.asin, unit),
	acos: real('acos', Math.acos, unit),
	atan: real('atan', Math.atan),
	atan2: define(['number', 'number'], 'float64', numbers(Math.atan2)),
	sinh: real('sinh', Math.sinh),
	cosh: real('cosh', Math.cosh),
	tanh: real('tanh', Math.tanh),
	degrees: real('degrees', (x) => x * (180 / Math.PI)),
	radians: real('radians', (x) => x * (Math.PI / 180)),
	pi: define(
		[],
		'float64',
		lenient(() => Math.PI),
	),
	isnan: isMissing,
	isinf: flag((x) => !Number.isFinite(x)),
	isfinite: flag(Number.isFinite),
};
