/**
 * Text that is no kind: sentences, whose words can be counted, and strands of bases, whose letters can be read one by one.
 * Judged from a sample of a column's texts, and proposed with the encoder that reads them; names and codes are neither.
 */
import type { EncodeStep } from '../schema/encode-step';
import type { StringColumn } from '../table/table';

export type FreeText = 'sentences' | 'strands';

/** Texts looked at, evenly spread. */
const SAMPLE = 500;
/** Words a sentence has on average; the parts of names and addresses are fewer. */
const WORDS = 6;
const WORD = /[\p{L}\p{N}_]{2,}/gu;
const STRAND = /^(?:[ACGTN]{8,500}|[ACGUN]{8,500})$/i;
/** Terms proposed to be kept. */
const TERMS = 1000;

/** What the texts of a column are; null for anything else. */
export function freeText({ dictionary }: StringColumn): FreeText | null {
	const stride = Math.ceil(dictionary.length / SAMPLE);
	const texts = dictionary.filter((text, i) => i % stride === 0 && text !== '');
	if (texts.length === 0) return null;
	if (texts.every((text) => STRAND.test(text))) return 'strands';
	const words = texts.reduce((sum, text) => sum + (text.match(WORD)?.length ?? 0), 0);
	return words >= WORDS * texts.length ? 'sentences' : null;
}

/** A step for each kind of free text among the columns, which are named. */
export function freeTextSteps(
	sentences: readonly StringColumn[],
	strands: readonly StringColumn[],
): EncodeStep[] {
	const rna = strands.some(({ dictionary }) => dictionary.some((text) => /u/i.test(text)));
	const any = strands.some(({ dictionary }) => dictionary.some((text) => /n/i.test(text)));
	return [
		...(sentences.length > 0
			? [
					{
						encoder: 'TfidfVectorizer' as const,
						maxFeatures: TERMS,
						columns: sentences.map(({ name }) => name),
					},
				]
			: []),
		...(strands.length > 0
			? [
					{
						encoder: 'LetterEncoder' as const,
						alphabet: rna ? 'ACGU' : 'ACGT',
						...(any ? { mask: 'N' } : {}),
						columns: strands.map(({ name }) => name),
					},
				]
			: []),
	];
}

/** Why a column of free text is prepared as it is. */
export const freeTextReason = (kind: FreeText, missing: number): string =>
	(kind === 'sentences'
		? `Sentences: up to ${TERMS} of their most frequent words become a column each, weighed by how rare they are.`
		: 'Strands of bases: each position becomes a column per letter.') +
	(missing > 0 ? ` ${missing} missing, read as empty.` : '');
