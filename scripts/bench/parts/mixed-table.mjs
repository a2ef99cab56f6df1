// The table the ingest bench reads: rows × 20 columns of mixed types with gaps, the same text on every machine.

/** A small generator of 32-bit numbers (xorshift); speed matters here, quality does not. */
export function generator(seed) {
	let state = seed | 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return state >>> 0;
	};
}

const CITIES = [
	'Oslo',
	'Lima',
	'Kyoto',
	'Accra',
	'Quito',
	'Perth',
	'Turin',
	'Minsk',
	'Hanoi',
	'Dakar',
	'Osaka',
	'Leeds',
];
const GRADES = ['low', 'middle', 'high', 'very high'];
const two = (n) => String(n).padStart(2, '0');

const COLUMNS = [
	['id', (_, row) => String(row + 1)],
	['key', (next) => `u${(next() % 1e6).toString(36)}`],
	['city', (next) => CITIES[next() % CITIES.length]],
	['grade', (next) => GRADES[next() % GRADES.length]],
	['code', (next) => `c${next() % 2000}`],
	['note', (next) => (next() % 3 === 0 ? `"said ""${next() % 500}"", twice"` : `plain ${next() % 500}`)],
	['active', (next) => (next() % 2 ? 'true' : 'false')],
	['day', (next) => `20${two(next() % 24)}-${two(1 + (next() % 12))}-${two(1 + (next() % 28))}`],
	[
		'at',
		(next) =>
			`2024-${two(1 + (next() % 12))}-${two(1 + (next() % 28))} ${two(next() % 24)}:${two(next() % 60)}:${two(next() % 60)}`,
	],
	['count', (next) => String(next() % 1000)],
	['age', (next) => String(18 + (next() % 70))],
	['balance', (next) => String((next() % 2_000_000) - 1_000_000)],
	...Array.from({ length: 8 }, (_, i) => [
		`x${i + 1}`,
		(next) => ((next() / 2 ** 32 - 0.5) * 10 ** (i % 4)).toFixed(2 + (i % 5)),
	]),
];

/** Chunks of the CSV text, header first. About one cell in twenty is missing, but for the id. */
export function* csvChunks(rows, seed = 7) {
	const next = generator(seed);
	yield `${COLUMNS.map(([name]) => name).join(',')}\n`;
	let lines = [];
	for (let row = 0; row < rows; row++) {
		const cells = COLUMNS.map(([, cell], i) => {
			const text = cell(next, row);
			return i > 0 && next() % 20 === 0 ? '' : text;
		});
		lines.push(cells.join(','));
		if (lines.length === 10_000) {
			yield `${lines.join('\n')}\n`;
			lines = [];
		}
	}
	if (lines.length > 0) yield `${lines.join('\n')}\n`;
}
