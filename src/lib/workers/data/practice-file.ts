/**
 * A small table of every kind of column, read once while a person still looks for a file: WebAssembly is compiled
 * function by function when it first runs, and that takes as long as reading a hundred thousand rows.
 */

const ROWS = 6_000;
const HEAD = 'whole,real,text,flag,day,time\n';

export function practiceFile(): File {
	const lines = Array.from({ length: ROWS }, (_, i) => {
		const day = `2024-0${1 + (i % 9)}-1${i % 10}`;
		const text = i % 3 ? `name ${i % 700}` : `"a ""${i}"", b"`;
		return `${i},${(i * 7.3) % 91},${i % 20 ? text : ''},${i % 2 ? 'true' : 'false'},${day},${day} 10:0${i % 10}:00\n`;
	});
	return new File([HEAD, ...lines], 'practice.csv');
}
