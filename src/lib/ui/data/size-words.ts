/** How large a dataset is, in words: rows of a table, sequences or pictures and what one of them is made of. */
import type { DatasetShape } from '$lib/engine/schema/dataset-shape';
import { count, plural } from '../parts/format';

interface Sized {
	readonly rows: number;
	readonly columns: { readonly length: number };
	readonly shape?: DatasetShape | undefined;
}

/** "150 rows · 5 columns", "80 sequences · 178 rows × 1 column", "80 pictures · 64 × 48 pixels · 3 channels". */
export function sizeWords({ rows, columns, shape }: Sized, part: 'all' | 'samples' = 'all'): string {
	const samples = shape
		? plural(shape.samples, shape.kind === 'image' ? 'picture' : 'sequence')
		: plural(rows, 'row');
	if (part === 'samples') return samples;
	if (!shape) return `${samples} · ${plural(columns.length, 'column')}`;
	if (shape.kind === 'sequence')
		return `${samples} · ${plural(shape.rows, 'row')} × ${plural(columns.length, 'column')}`;
	const size = `${count(shape.columns)} × ${count(shape.rows)} pixels`;
	return `${samples} · ${size} · ${plural(columns.length, 'channel')}`;
}
