/**
 * A split as a flat table, one line per sample and part: what a project file keeps, so that anyone can read with any tool
 * which samples trained which fold. Columns: sample, split, fold and repeat, the last two 0 for the split itself and counted
 * from 1 for its folds. Nothing is lost on the way there and back.
 */
import { SPLITS, type SplitName } from '../schema/common';
import type { SplitSpec } from '../schema/split';

/** Consecutive lines of one part: the samples of a split, or what a fold trains on or holds back. */
export interface SplitPart {
	readonly split: SplitName;
	/** 1-based among all folds of all repeats; 0 for the split itself. */
	readonly fold: number;
	/** 1-based; 0 for the split itself. */
	readonly repeat: number;
	/** Ascending. */
	readonly samples: Uint32Array;
}

/** What one model saw: the split, or one of its folds (0-based) with the test samples of the split. */
export interface ModelSamples extends Record<SplitName, Uint32Array> {
	readonly fold?: number | undefined;
}

interface Samples extends Record<SplitName, Uint32Array> {
	readonly folds: readonly FoldSamples[] | null;
}
interface FoldSamples {
	readonly train: Uint32Array;
	readonly validation: Uint32Array;
	readonly repeat: number;
}

/** The parts of a split: train, validation and test, then train and validation of each fold. */
export function partsOf({ folds, ...split }: Samples): SplitPart[] {
	const whole = SPLITS.map((name): SplitPart => ({
		split: name,
		fold: 0,
		repeat: 0,
		samples: split[name],
	}));
	return [...whole, ...(folds ?? []).flatMap((fold, i) => foldParts(fold, i, fold.repeat))];
}

const foldParts = (
	{ train, validation }: Omit<FoldSamples, 'repeat'>,
	fold: number,
	repeat: number,
): SplitPart[] => [
	{ split: 'train', fold: fold + 1, repeat: repeat + 1, samples: train },
	{ split: 'validation', fold: fold + 1, repeat: repeat + 1, samples: validation },
];

/**
 * The parts that models of one pipeline saw. Where all of them were trained on folds, of the split itself only the test is
 * known.
 */
export function partsOfModels(models: readonly ModelSamples[], spec: Pick<SplitSpec, 'folds'>): SplitPart[] {
	const byFold = [...new Map(models.map((model) => [model.fold ?? -1, model])).entries()].sort(
		([a], [b]) => a - b,
	);
	const [first] = byFold;
	if (!first) return [];
	const whole: readonly SplitName[] = first[0] < 0 ? SPLITS : ['test'];
	return [
		...whole.map((split): SplitPart => ({ split, fold: 0, repeat: 0, samples: first[1][split] })),
		...byFold
			.filter(([fold]) => fold >= 0)
			.flatMap(([fold, model]) => foldParts(model, fold, spec.folds ? Math.floor(fold / spec.folds) : 0)),
	];
}

/**
 * The split that these parts are of; a part that is not there is empty.
 * @throws Error when parts come twice, overlap, leave out a fold, or are not ascending
 */
export function splitOf(parts: readonly SplitPart[]): Samples {
	const found = new Map<string, SplitPart>();
	for (const part of parts) {
		const key = `${part.split}/${part.fold}`;
		if (found.has(key)) throw new Error(`${part.split} of fold ${part.fold} comes twice`);
		found.set(key, part);
		checkAscending(part);
	}
	const samples = (split: SplitName, fold: number) =>
		found.get(`${split}/${fold}`)?.samples ?? new Uint32Array();
	const whole = {
		train: samples('train', 0),
		validation: samples('validation', 0),
		test: samples('test', 0),
	};
	checkApart([whole.train, whole.validation, whole.test]);
	const count = Math.max(0, ...parts.map(({ fold }) => fold));
	const folds = Array.from({ length: count }, (_, i): FoldSamples => {
		const first = found.get(`train/${i + 1}`);
		if (!first) throw new Error(`fold ${i + 1} is missing`);
		const validation = samples('validation', i + 1);
		checkApart([first.samples, validation]);
		return { train: first.samples, validation, repeat: first.repeat - 1 };
	});
	return { ...whole, folds: folds.length > 0 ? folds : null };
}

/** Whether a model saw what the parts say of its split or fold. */
export function agrees(parts: readonly SplitPart[], model: ModelSamples): boolean {
	const fold = (model.fold ?? -1) + 1;
	return SPLITS.every((split) => {
		const of = split === 'test' ? 0 : fold;
		const part = parts.find((each) => each.split === split && each.fold === of);
		const told = part?.samples ?? new Uint32Array();
		return told.length === model[split].length && told.every((sample, i) => sample === model[split][i]);
	});
}

function checkAscending({ samples, split, fold }: SplitPart): void {
	for (let i = 1; i < samples.length; i++)
		if ((samples[i] as number) <= (samples[i - 1] as number))
			throw new Error(`the samples of ${split}${fold ? ` in fold ${fold}` : ''} are not ascending`);
}

function checkApart(parts: readonly Uint32Array[]): void {
	const seen = new Set<number>();
	for (const samples of parts)
		for (const sample of samples) {
			if (seen.has(sample)) throw new Error(`sample ${sample} is in two parts`);
			seen.add(sample);
		}
}
