/**
 * The content of a project file, checked: every document through its schema, ids recomputed, references closed, data
 * and predictions against the documents that describe them. Gives the whole project or throws; writes nothing.
 */
import * as v from 'valibot';
import { contentId, type Id } from '../../engine/canonical';
import type { LongCall } from '../../engine/ports';
import { fittedPipelineSchema } from '../../engine/prepare/fitted';
import { architectureSchema } from '../../engine/schema/architecture';
import { idSchema, SPLITS } from '../../engine/schema/common';
import { datasetSchema } from '../../engine/schema/dataset';
import { experimentSchema } from '../../engine/schema/experiment';
import { jobSchema } from '../../engine/schema/job';
import { pipelineSchema } from '../../engine/schema/pipeline';
import { projectSchema } from '../../engine/schema/project';
import {
	annotationSchema,
	environmentSchema,
	runSchema,
	type Prediction,
	type Run,
} from '../../engine/schema/run';
import { agrees, type SplitPart } from '../../engine/split/split-indices';
import { issueText, type DocumentKind } from '../../storage/record';
import type { WholeProject } from '../../storage/whole-project';
import type { Archive } from './archive';
import { checkDataset, checkRunIds } from './check-identity';
import { closed } from './closure';
import { upgrade } from './formats';
import {
	CRATE,
	dataPath,
	fittedPath,
	foldsOf,
	META,
	metaPath,
	pipelinePath,
	PROJECT,
	README,
	runPath,
	splitPath,
	type MetaName,
	type Refuse,
} from './layout';
import { readHistory, readMetrics, readPrediction } from './run-tables';
import { readSafetensors } from './safetensors';
import { readSplit } from './split-table';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(10_000_000));
const seriesSchema = v.record(v.string(), count);
const { history: _history, metrics: _metrics, environment: _environment, ...runEntries } = runSchema.entries;
const runLineSchema = v.object({
	...runEntries,
	history: v.object({ train: seriesSchema, validation: seriesSchema }),
});
type RunLine = v.InferOutput<typeof runLineSchema>;
const projectFileSchema = v.object({ ...projectSchema.entries, pipelines: v.array(idSchema) });
const storedSchema = v.object({ id: idSchema, document: v.unknown() });

export async function readProject(
	archive: Archive,
	refuse: Refuse,
	call: LongCall = {},
): Promise<WholeProject> {
	function parse<S extends v.GenericSchema>(entry: string, schema: S, value: unknown): v.InferOutput<S> {
		const result = v.safeParse(schema, value);
		if (!result.success) throw refuse('invalid', { entry, detail: issueText(result.issues) });
		return result.output;
	}

	/** What a reader of a binary entry throws, as a refusal that names the entry. */
	async function decoded<T>(entry: string, decode: (bytes: Uint8Array) => T): Promise<T> {
		const bytes = await archive.bytes(entry);
		try {
			return decode(bytes);
		} catch (thrown) {
			const detail =
				thrown instanceof v.ValiError
					? issueText(thrown.issues)
					: thrown instanceof Error
						? thrown.message
						: 'it cannot be read';
			throw refuse('invalid', { entry, detail }, thrown);
		}
	}

	/** A document whose id is the hash of its content, kept exactly as it was written. */
	async function identified<S extends v.GenericSchema>(entry: string, schema: S, id: Id, raw: unknown) {
		const document = parse(entry, schema, raw);
		if ((await contentId(raw).catch(() => null)) !== id)
			throw refuse('inconsistent', { detail: `${id} is not the hash of its document` });
		return { id, document, raw };
	}

	function checkPrediction(run: Run, prediction: Prediction, rows: number): void {
		const known = run.analysis === 'multi-class' ? run.classes.length : 1;
		// Without a target a net gives back several values per sample, as many as there are to compare with.
		const several = SPLITS.every((split) => {
			const { truth, rows: samples, width } = prediction[split];
			return truth.length === samples.length * width;
		});
		const width = run.analysis === 'regression' && several ? prediction.train.width : known;
		for (const split of SPLITS) {
			const side = prediction[split];
			if (side.width !== width || (side.rows.at(-1) ?? 0) >= rows) {
				throw refuse('inconsistent', { detail: `the predictions of run ${run.id} do not fit its data` });
			}
		}
	}

	async function readRun(line: RunLine) {
		const path = (name: string) => runPath(line.id, name);
		const environment = parse(
			path('environment.json'),
			environmentSchema,
			await archive.json(path('environment.json')),
		);
		const history = await decoded(path('history.parquet'), (bytes) => readHistory(bytes, line.history));
		const metrics = await decoded(path('metrics.parquet'), readMetrics);
		const run = parse(path('metrics.parquet'), runSchema, { ...line, environment, history, metrics });
		const prediction = await decoded(path('predictions.parquet'), (bytes) => readPrediction(bytes, run.id));
		const weights = await decoded(path('weights.safetensors'), readSafetensors);
		return { run, prediction, weights };
	}

	/** What the split table of a pipeline says; null in a file without one. */
	const tables = new Map<Id, readonly SplitPart[] | null>();
	async function checkSplit({ pipeline, fold }: Run, { train, validation, test }: Prediction): Promise<void> {
		const entry = splitPath(pipeline);
		if (!tables.has(pipeline))
			tables.set(pipeline, archive.has(entry) ? await decoded(entry, readSplit) : null);
		const parts = tables.get(pipeline);
		const model = { fold, train: train.rows, validation: validation.rows, test: test.rows };
		if (parts && !agrees(parts, model))
			throw refuse('inconsistent', { detail: `${entry} differs from the predictions of its runs` });
	}

	const meta = {} as Record<MetaName, unknown[]>;
	for (const name of META) meta[name] = await archive.lines(metaPath(name));
	const raw = upgrade({ project: await archive.json(PROJECT), meta }, archive.manifest.format);

	const { pipelines: order, ...project } = parse(PROJECT, projectFileSchema, raw.project);
	const all = <S extends v.GenericSchema>(name: MetaName, schema: S) =>
		raw.meta[name].map((value) => parse(metaPath(name), schema, value));
	const stored = async <S extends v.GenericSchema>(name: 'architectures' | 'experiments', schema: S) => {
		const read = [];
		for (const { id, document } of all(name, storedSchema))
			read.push(await identified(metaPath(name), schema, id, document));
		return read;
	};
	const pipelines = [];
	for (const id of order)
		pipelines.push(
			await identified(pipelinePath(id), pipelineSchema, id, await archive.json(pipelinePath(id))),
		);
	const architectures = await stored('architectures', architectureSchema);
	const experiments = await stored('experiments', experimentSchema);
	const datasets = all('datasets', datasetSchema);
	const jobs = all('jobs', jobSchema);
	const annotations = all('annotations', annotationSchema);
	const lines = all('runs', runLineSchema);

	// References are closed before anything large is read.
	const { documents, dropped } = closed({
		project,
		datasets,
		pipelines,
		architectures,
		experiments,
		jobs,
		annotations,
		runs: lines as unknown as Run[],
	});
	if (dropped[0]) throw refuse('inconsistent', { detail: dropped[0] });

	const fitted = [];
	for (const { id } of pipelines)
		for (const fold of foldsOf(lines, id)) {
			const path = fittedPath(id, fold);
			if (!archive.has(path)) continue;
			const state = parse(path, fittedPipelineSchema, await archive.json(path));
			if (state.pipeline !== id || state.fold !== fold)
				throw refuse('inconsistent', { detail: `${path} belongs to another pipeline` });
			fitted.push(state);
		}

	const data = [];
	for (const document of datasets) {
		const path = dataPath(document.parquet.sha256);
		const listed = archive.listed(path);
		if (listed?.sha256 !== document.parquet.sha256 || listed.bytes !== document.parquet.bytes) {
			throw refuse('inconsistent', { detail: `the data of "${document.name}" is not in it` });
		}
		const parquet = await archive.blob(path);
		await checkDataset(document, parquet, refuse, call);
		data.push({ document, parquet });
	}

	const runs = [];
	const rowsOf = new Map(datasets.map(({ id, rows }) => [id, rows]));
	const trainers = new Map(experiments.map(({ id, document }) => [id, document]));
	const jobOf = new Map(jobs.flatMap((job) => (job.run ? [[job.run, job] as const] : [])));
	for (const line of lines) {
		const read = await readRun(line);
		await checkRunIds(read.run, trainers.get(read.run.experiment), jobOf.get(read.run.id), refuse);
		checkPrediction(read.run, read.prediction, rowsOf.get(read.run.dataset) ?? 0);
		await checkSplit(read.run, read.prediction);
		runs.push(read);
	}

	for (const path of [README, CRATE]) if (archive.has(path)) await archive.blob(path);
	const [unknown] = archive.unread;
	if (unknown) throw refuse('inconsistent', { detail: `${unknown} belongs to nothing in it` });

	const kept = (kind: DocumentKind, items: readonly { id: Id; raw: unknown }[]) =>
		items.map(({ id, raw: document }) => ({ kind, id, document }));
	return {
		project: documents.project,
		datasets: data,
		documents: [
			...kept('pipeline', pipelines),
			...kept('architecture', architectures),
			...kept('experiment', experiments),
		],
		jobs,
		runs,
		fitted,
		annotations,
	};
}
