/**
 * Least squares with a banded matrix, one row at a time: each row is turned into an upper triangle by Givens rotations
 * and forgotten. What FITPACK's fpgivs, fprota and fpback do (Dierckx, Curve and Surface Fitting with Splines, 4.1).
 */

export class Triangle {
	/** Row r holds columns r … r + band − 1. */
	readonly cells: Float64Array;
	readonly right: Float64Array;

	constructor(
		readonly size: number,
		readonly band: number,
	) {
		this.cells = new Float64Array(size * band);
		this.right = new Float64Array(size);
	}

	/** The same system with room for a wider band. */
	widened(band: number): Triangle {
		const wide = new Triangle(this.size, band);
		for (let r = 0; r < this.size; r++)
			wide.cells.set(this.cells.subarray(r * this.band, (r + 1) * this.band), r * band);
		wide.right.set(this.right);
		return wide;
	}

	diagonal(r: number): number {
		return this.cells[r * this.band] as number;
	}

	/**
	 * Turns in the equation whose coefficients in columns start … start + band − 1 are `row`, which is used up.
	 * @param nothing a row whose coefficients are all this small is let go: 0, or far below the triangle's diagonal
	 * @returns what is left of the right-hand side: its square adds to the sum of squared residuals
	 */
	absorb(row: Float64Array, start: number, right: number, nothing = 0): number {
		const { cells, band } = this;
		let rest = right;
		for (let r = start; r < this.size; r++) {
			const pivot = row[0] as number;
			const at = r * band;
			if (pivot !== 0) {
				const top = cells[at] as number;
				const length = norm(pivot, top);
				const cos = top / length;
				const sin = pivot / length;
				cells[at] = length;
				for (let b = 1; b < band; b++) {
					const [above, own] = [cells[at + b] as number, row[b] as number];
					cells[at + b] = cos * above + sin * own;
					row[b] = cos * own - sin * above;
				}
				const above = this.right[r] as number;
				this.right[r] = cos * above + sin * rest;
				rest = cos * rest - sin * above;
			}
			let left = 0;
			for (let b = 1; b < band; b++) {
				const value = row[b] as number;
				row[b - 1] = value;
				left = Math.max(left, Math.abs(value));
			}
			row[band - 1] = 0;
			if (left <= nothing) break;
		}
		return rest;
	}

	/** Back substitution. */
	solve(): Float64Array {
		const { size, band, cells } = this;
		const solution = new Float64Array(size);
		for (let r = size - 1; r >= 0; r--) {
			let sum = this.right[r] as number;
			for (let b = 1; b < Math.min(band, size - r); b++)
				sum -= (cells[r * band + b] as number) * (solution[r + b] as number);
			solution[r] = sum / (cells[r * band] as number);
		}
		return solution;
	}
}

/** √(a² + b²) without overflow. */
function norm(a: number, b: number): number {
	const large = Math.max(Math.abs(a), Math.abs(b));
	const small = Math.min(Math.abs(a), Math.abs(b)) / large;
	return large * Math.sqrt(1 + small * small);
}
