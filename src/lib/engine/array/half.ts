/** Numbers of 16 bits (IEEE 754 binary16) as the numbers of ours they exactly are. */

/** @param word the 16 bits: sign, 5 of exponent, 10 of fraction */
export function half(word: number): number {
	const sign = word & 0x8000 ? -1 : 1;
	const exponent = (word >> 10) & 31;
	const fraction = word & 1023;
	if (exponent === 31) return fraction ? NaN : sign * Infinity;
	return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
