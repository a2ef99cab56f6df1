/** What a file is, by its content first and its name second. */
import { BenchtopError } from '../../engine/errors/error';
import type { FileFormat } from '../api';
import { startsWith } from './encoding';
import { PARQUET_MAGIC } from './stage-parquet';

const EXTENSIONS: Readonly<Record<string, 'csv' | 'tsv' | 'parquet' | 'npy'>> = {
	csv: 'csv',
	txt: 'csv',
	tsv: 'tsv',
	tab: 'tsv',
	parquet: 'parquet',
	pq: 'parquet',
	npy: 'npy',
};

const NPY_MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** How to read it; refuses what is named like nothing we read. */
export async function kindOf(file: File, format: FileFormat | 'auto'): Promise<FileFormat> {
	const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
	const named = EXTENSIONS[extension];
	const wanted = format === 'auto' ? named : format;
	if (!wanted) throw new BenchtopError('data.file-type', { file: file.name, extension: extension || 'none' });
	const head = new Uint8Array(await file.slice(0, NPY_MAGIC.length).arrayBuffer());
	if (format === 'paste' || format === 'sample') return format;
	if (startsWith(head, PARQUET_MAGIC)) return 'parquet';
	if (startsWith(head, NPY_MAGIC)) return 'npy';
	return wanted;
}
