/** What a file is, by its content first and its name second. */
import { BenchtopError } from '../../engine/errors/error';
import type { Dataset } from '../../engine/schema/dataset';
import { startsWith } from './encoding';
import { PARQUET_MAGIC } from './stage-parquet';

export type Format = Dataset['source']['format'];

const EXTENSIONS: Readonly<Record<string, 'csv' | 'tsv' | 'parquet'>> = {
	csv: 'csv',
	txt: 'csv',
	tsv: 'tsv',
	tab: 'tsv',
	parquet: 'parquet',
	pq: 'parquet',
};

/** How to read it; refuses what is named like nothing we read. */
export async function kindOf(
	file: File,
	format: Format | 'auto',
): Promise<'csv' | 'tsv' | 'paste' | 'sample' | 'parquet'> {
	const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
	const named = EXTENSIONS[extension];
	if (format === 'auto' && !named)
		throw new BenchtopError('data.file-type', { file: file.name, extension: extension || 'none' });
	const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
	if (format === 'paste' || format === 'sample') return format;
	if (startsWith(head, PARQUET_MAGIC)) return 'parquet';
	return format === 'auto' ? (named as 'csv' | 'tsv' | 'parquet') : format;
}
