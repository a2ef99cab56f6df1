/** Which fold a run was validated on, in words: "2 of 5", and which cutting of the folds where they were cut more than once. */
import type { Dataset } from '$lib/engine/schema/dataset';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import { foldsOf } from '$lib/engine/split/fold-count';

/** @param fold 0-based, repeat by repeat; undefined without folds, which gives null */
export function foldWords(
	fold: number | undefined,
	pipeline: Pipeline | undefined,
	datasets: readonly Dataset[],
): string | null {
	if (fold === undefined) return null;
	if (!pipeline) return String(fold + 1);
	const all = foldsOf(pipeline, datasets) ?? 0;
	const cuts = pipeline.split.repeats ?? 1;
	const each = Math.max(1, all / cuts);
	const place = `${(fold % each) + 1} of ${Math.max(each, (fold % each) + 1)}`;
	return cuts > 1 ? `${place}, cut ${Math.floor(fold / each) + 1}` : place;
}

/** "fold 2 of 5, repeat 1", or "repeat 1". */
export const luckWords = (fold: string | null, repeat: number): string =>
	fold === null ? `repeat ${repeat}` : `fold ${fold}, repeat ${repeat}`;
