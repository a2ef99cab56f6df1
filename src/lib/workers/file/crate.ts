/**
 * What is said about a project file inside it: a README for people and RO-Crate 1.1 metadata for programs. Both are
 * functions of the project alone, so that exporting twice gives the same bytes.
 * https://www.researchobject.org/ro-crate/specification/1.1/
 */
import { canonicalJson } from '../../engine/canonical';
import type { Snapshot } from './entries';
import { CRATE, dataPath, MANIFEST, runPath, type Listed } from './layout';

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export function readme({ project, datasets, pipelines, experiments, runs, dropped }: Snapshot): string {
	const left = dropped.length
		? `\nLeft out, because it was damaged when this file was written:\n\n${dropped.map((each) => `- ${each}`).join('\n')}\n`
		: '';
	return `# ${project.name}

A machine-learning project written by Benchtop, a laboratory in a browser tab. Open this file there to see every run
with its data, preparation, metrics, predictions and weights, and to train it again.

It holds ${plural(datasets.length, 'dataset')}, ${plural(pipelines.length, 'pipeline')}, ${plural(experiments.length, 'experiment')} and ${plural(runs.length, 'run')}.

- \`project.json\` and \`meta/*.jsonl\`: the records, one JSON document per line
- \`data/<sha256>.parquet\`: the datasets, named by the hash of their bytes
- \`pipelines/<id>.json\`: how data becomes tensors; \`<id>.fitted.json\`: what was learned from the training rows
- \`splits/<id>.parquet\`: which row was used for training, validation and test
- \`runs/<id>/\`: \`history\`, \`metrics\` and \`predictions\` (Parquet), \`weights.safetensors\`, \`environment.json\`
- \`manifest.json\`: path, size and SHA-256 of every entry
- \`ro-crate-metadata.json\`: the same for programs that read RO-Crate; renamed to .eln the file stays valid

Numbers JSON has no word for are written { "$number": "Infinity" }.
${left}`;
}

/** ISO 8601, or nothing for a number that is no date. */
const isoDate = (ms: number): string | undefined =>
	Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;

const formatOf = (path: string): string => {
	if (path.endsWith('.parquet')) return 'application/vnd.apache.parquet';
	if (path.endsWith('.safetensors')) return 'application/octet-stream';
	if (path.endsWith('.jsonl')) return 'application/x-ndjson';
	return path.endsWith('.md') ? 'text/markdown' : 'application/json';
};

/** JSON-LD: the crate, its files with size and hash, and one action per run that made its files from a dataset. */
export function crate(snapshot: Snapshot, listed: readonly Listed[]): string {
	const { project, datasets, runs } = snapshot;
	const date = isoDate(project.modifiedAt);
	const paths = listed.map(({ path }) => path);
	const dataOf = new Map(datasets.map(({ id, parquet }) => [id, dataPath(parquet.sha256)]));
	const ref = (id: string) => ({ '@id': id });
	const graph = [
		{
			'@id': CRATE,
			'@type': 'CreativeWork',
			about: ref('./'),
			conformsTo: ref('https://w3id.org/ro/crate/1.1'),
		},
		{
			'@id': './',
			'@type': 'Dataset',
			name: project.name,
			description: `Machine-learning project with ${plural(runs.length, 'run')}`,
			datePublished: date,
			hasPart: [...paths, MANIFEST].map(ref),
			mentions: runs.map(({ id }) => ref(`#${id}`)),
		},
		{ '@id': '#benchtop', '@type': 'SoftwareApplication', name: 'Benchtop' },
		...listed.map(({ path, bytes, sha256 }) => ({
			'@id': path,
			'@type': 'File',
			contentSize: String(bytes),
			encodingFormat: formatOf(path),
			sha256,
		})),
		{ '@id': MANIFEST, '@type': 'File', encodingFormat: 'application/json' },
		...runs.map((run) => ({
			'@id': `#${run.id}`,
			'@type': 'CreateAction',
			name: `Training of ${run.target}, repeat ${run.repeat + 1}`,
			instrument: ref('#benchtop'),
			startTime: isoDate(run.startedAt),
			object: [dataOf.get(run.dataset) ?? ''].filter((path) => paths.includes(path)).map(ref),
			result: ['history.parquet', 'metrics.parquet', 'predictions.parquet', 'weights.safetensors'].map(
				(name) => ref(runPath(run.id, name)),
			),
		})),
	];
	return canonicalJson({ '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': graph });
}
