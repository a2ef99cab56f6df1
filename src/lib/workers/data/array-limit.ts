/** How many numbers a dataset of sequences or pictures may hold: they are in memory more than once while registered. */
import { BenchtopError } from '../../engine/errors/error';

/** As float64 384 MB; registering takes about three times that. */
export const MOST_VALUES = 48_000_000;

/** @throws BenchtopError data.too-many-values, before anything of that size is made */
export function refuseTooMany(file: string, values: number): void {
	if (values <= MOST_VALUES) return;
	const written = (value: number) => value.toLocaleString('en-US');
	throw new BenchtopError('data.too-many-values', {
		file,
		values: written(values),
		most: written(MOST_VALUES),
	});
}
