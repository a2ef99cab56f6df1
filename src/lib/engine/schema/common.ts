/** Shared parts of the documents: ids, names, dtypes, the analysis kinds and the split names. */
import * as v from 'valibot';
import { DTYPES } from '../table/table';

export const idSchema = v.custom<`sha256:${string}`>(
	(value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value),
	'must be sha256: and 64 hexadecimal digits',
);
export const dtypeSchema = v.picklist(DTYPES);
export const nameSchema = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(200));
export const seedSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const ANALYSES = ['binary', 'multi-class', 'regression'] as const;
export const analysisSchema = v.picklist(ANALYSES);
export type Analysis = (typeof ANALYSES)[number];

export const SPLITS = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof SPLITS)[number];

/** LIST rule: an array given must not be empty and has no null. */
export const listOf = <S extends v.GenericSchema>(item: S) =>
	v.pipe(v.array(item), v.minLength(1, 'must not be an empty list'));
