/** Shapes of the small and large pictures of a column: bars as one SVG path, ticks at round numbers. */

/** Bars standing on the bottom of a width × height box, one path; a count above zero is at least 1 px high. */
export function barsPath(counts: readonly number[], width: number, height: number, gap = 1): string {
	const highest = Math.max(1, ...counts);
	const step = width / Math.max(1, counts.length);
	const wide = Math.max(0.8, step - gap);
	return counts
		.map((each, i) => {
			if (each <= 0) return '';
			const high = Math.max(1, (each / highest) * height);
			const x = i * step;
			return `M${x.toFixed(1)} ${height}v${(-high).toFixed(1)}h${wide.toFixed(1)}V${height}z`;
		})
		.join('');
}

/** Two to five round numbers from 0 up to at most `max`. */
export function ticks(max: number): number[] {
	if (max <= 0) return [0];
	const rough = max / 3;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = Math.max(1, ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power);
	const found: number[] = [];
	for (let value = 0; value <= max; value += step) found.push(value);
	return found;
}
