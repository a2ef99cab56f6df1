/**
 * Minimum of a function of one variable: bracketing by golden steps, then Brent's method. Step for step the
 * algorithm of scipy.optimize.brent (Brent 1973, ch. 5; Numerical Recipes §10.1–10.2), so that fits agree in all digits
 * that rounding leaves.
 */

const GOLDEN = 1.618034;
const SECTION = 0.381966;

type Point = readonly [x: number, f: number];

/** Three points a, b, c with f(b) below f(a) and f(c), found downhill from two; gives up after 1000 steps. */
function bracket(f: (x: number) => number, start: number, second: number): [Point, Point, Point] {
	let [xa, xb] = [start, second];
	let [fa, fb] = [f(xa), f(xb)];
	if (fa < fb) [xa, xb, fa, fb] = [xb, xa, fb, fa];
	let xc = xb + GOLDEN * (xb - xa);
	let fc = f(xc);
	for (let round = 0; fc < fb && round < 1000; round++) {
		const t1 = (xb - xa) * (fb - fc);
		const t2 = (xb - xc) * (fb - fa);
		const gap = t2 - t1;
		const denominator = Math.abs(gap) < 1e-21 ? 2e-21 : 2 * gap;
		let w = xb - ((xb - xc) * t2 - (xb - xa) * t1) / denominator;
		const limit = xb + 110 * (xc - xb);
		let fw: number;
		if ((w - xc) * (xb - w) > 0) {
			fw = f(w);
			if (fw < fc)
				return [
					[xb, fb],
					[w, fw],
					[xc, fc],
				];
			if (fw > fb)
				return [
					[xa, fa],
					[xb, fb],
					[w, fw],
				];
			w = xc + GOLDEN * (xc - xb);
			fw = f(w);
		} else if ((w - limit) * (limit - xc) >= 0) {
			w = limit;
			fw = f(w);
		} else if ((w - limit) * (xc - w) > 0) {
			fw = f(w);
			if (fw < fc) {
				[xb, xc] = [xc, w];
				w = xc + GOLDEN * (xc - xb);
				[fb, fc] = [fc, fw];
				fw = f(w);
			}
		} else {
			w = xc + GOLDEN * (xc - xb);
			fw = f(w);
		}
		[xa, xb, xc] = [xb, xc, w];
		[fa, fb, fc] = [fb, fc, fw];
	}
	return [
		[xa, fa],
		[xb, fb],
		[xc, fc],
	];
}

/** Where `f` is least, looking downhill from the two starting points; relative tolerance 1.48e-8. */
export function brent(f: (x: number) => number, start: number, second: number): number {
	const [[xa], [xb, fb], [xc]] = bracket(f, start, second);
	let [a, b] = xa < xc ? [xa, xc] : [xc, xa];
	let [x, w, v] = [xb, xb, xb];
	let [fx, fw, fv] = [fb, fb, fb];
	let delta = 0;
	let step = 0;
	for (let round = 0; round < 500; round++) {
		const tolerance = 1.48e-8 * Math.abs(x) + 1e-11;
		const middle = 0.5 * (a + b);
		if (Math.abs(x - middle) < 2 * tolerance - 0.5 * (b - a)) break;
		let golden = Math.abs(delta) <= tolerance;
		if (!golden) {
			const t1 = (x - w) * (fx - fv);
			let t2 = (x - v) * (fx - fw);
			let p = (x - v) * t2 - (x - w) * t1;
			t2 = 2 * (t2 - t1);
			if (t2 > 0) p = -p;
			t2 = Math.abs(t2);
			const before = delta;
			delta = step;
			if (p > t2 * (a - x) && p < t2 * (b - x) && Math.abs(p) < Math.abs(0.5 * t2 * before)) {
				step = p / t2;
				const u = x + step;
				if (u - a < 2 * tolerance || b - u < 2 * tolerance) step = middle - x >= 0 ? tolerance : -tolerance;
			} else golden = true;
		}
		if (golden) {
			delta = x >= middle ? a - x : b - x;
			step = SECTION * delta;
		}
		const u = x + (Math.abs(step) < tolerance ? (step >= 0 ? tolerance : -tolerance) : step);
		const fu = f(u);
		if (fu > fx) {
			if (u < x) a = u;
			else b = u;
			if (fu <= fw || w === x) [v, w, fv, fw] = [w, u, fw, fu];
			else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
		} else {
			if (u >= x) a = x;
			else b = x;
			[v, w, x, fv, fw, fx] = [w, x, u, fw, fx, fu];
		}
	}
	return x;
}
