/**
 * References between the documents of a project. Export leaves out what points at something missing (a damaged
 * record may be gone); import refuses a file that holds such a thing. Both ask here.
 */
import type { Id } from '../../engine/canonical';
import type { ProjectContents } from '../../engine/ports';

export type Documents = Omit<ProjectContents, 'damaged'>;

/** The documents whose references all hold, and in words what was left out. */
export function closed(documents: Documents): { documents: Documents; dropped: string[] } {
	const dropped: string[] = [];
	const unique = <T>(noun: string, items: readonly T[], key: (item: T) => Id): T[] => {
		const seen = new Set<Id>();
		return items.filter((item) => {
			if (!seen.has(key(item))) return seen.add(key(item));
			dropped.push(`there are two ${noun} ${key(item)}`);
			return false;
		});
	};
	const keep = <T>(
		items: readonly T[],
		what: (item: T) => string,
		needs: (item: T) => readonly [string, Id, ReadonlySet<Id>][],
	): T[] =>
		items.filter((item) => {
			const missing = needs(item).find(([, id, there]) => !there.has(id));
			if (missing) dropped.push(`${what(item)} needs the ${missing[0]} ${missing[1]}, which is not there`);
			return !missing;
		});
	const ids = (items: readonly { id: Id }[]): ReadonlySet<Id> => new Set(items.map(({ id }) => id));

	const datasets = unique('datasets', documents.datasets, ({ id }) => id);
	const datasetIds = ids(datasets);
	const pipelines = keep(
		unique('pipelines', documents.pipelines, ({ id }) => id),
		({ document }) => `the pipeline "${document.name}"`,
		({ document }) =>
			[...document.inputs, document.target].map(({ dataset }) => ['dataset', dataset, datasetIds]),
	);
	const pipelineIds = ids(pipelines);
	const architectures = unique('architectures', documents.architectures, ({ id }) => id);
	const architectureIds = ids(architectures);
	const experiments = keep(
		unique('experiments', documents.experiments, ({ id }) => id),
		({ document }) => `the experiment "${document.name}"`,
		({ document }) => [
			['pipeline', document.pipeline, pipelineIds],
			['architecture', document.architecture, architectureIds],
		],
	);
	const byId = new Map(experiments.map(({ id, document }) => [id, document]));
	const experimentIds = ids(experiments);
	const runs = keep(
		unique('runs', documents.runs, ({ id }) => id),
		({ id }) => `the run ${id}`,
		({ dataset, experiment, pipeline, architecture }) => [
			['experiment', experiment, experimentIds],
			['dataset', dataset, datasetIds],
			['pipeline', pipeline, new Set(byId.has(experiment) ? [byId.get(experiment)?.pipeline as Id] : [])],
			[
				'architecture',
				architecture,
				new Set(byId.has(experiment) ? [byId.get(experiment)?.architecture as Id] : []),
			],
		],
	);
	const runIds = ids(runs);
	const jobs = keep(
		unique('jobs', documents.jobs, ({ key }) => key),
		({ key }) => `the job ${key}`,
		({ experiment, run }) =>
			[['experiment', experiment, experimentIds], ...(run ? ([['run', run, runIds]] as const) : [])].map(
				([noun, id, there]) => [noun, id, there] as [string, Id, ReadonlySet<Id>],
			),
	);
	const annotations = keep(
		unique('annotations', documents.annotations, ({ run }) => run),
		({ run }) => `the note on run ${run}`,
		({ run }) => [['run', run, runIds]],
	);
	const { active } = documents.project;
	const project = {
		...documents.project,
		active: {
			dataset: active.dataset && datasetIds.has(active.dataset) ? active.dataset : null,
			pipeline: active.pipeline && pipelineIds.has(active.pipeline) ? active.pipeline : null,
		},
	};
	return {
		documents: { project, datasets, pipelines, architectures, experiments, runs, jobs, annotations },
		dropped,
	};
}
