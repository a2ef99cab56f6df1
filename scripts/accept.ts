/**
 * Do the defaults reach what they promise? For five known data sets: the median over seeds 1–5 of the test score of the
 * net with the lowest validation loss, trained as "Train baseline" trains.
 *
 *   npx tsx scripts/accept.ts FOLDER [--only sonar] [--verbose]
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { contentId } from '../src/lib/engine/canonical';
import { defaultTrainer, presets } from '../src/lib/engine/model/presets';
import { propose } from '../src/lib/engine/prepare/propose';
import type { Experiment } from '../src/lib/engine/schema/experiment';
import { jobKey } from '../src/lib/engine/train/job-key';
import { prepare } from '../src/lib/engine/train/prepared';
import { tfjsExecutor } from '../src/lib/engine/train/tfjs/executor';
import { trainJob } from '../src/lib/engine/train/train-job';
import { readTable } from './accept-csv';

const GOALS = [
	{ file: 'iris.tsv', target: 'species', metric: 'accuracy', floor: 0.91 },
	{ file: 'sonar.csv', target: 'object', metric: 'rocAuc', floor: 0.85 },
	{ file: 'houses.csv', target: 'price', metric: 'r2', floor: 0.75 },
	{ file: 'heart_failure.csv', target: 'died', metric: 'rocAuc', floor: 0.8 },
	{ file: 'exoplanets.csv', target: 'SurfaceTempK', metric: 'r2', floor: 0.52 },
];
const SEEDS = [1, 2, 3, 4, 5];

const [folder, ...options] = process.argv.slice(2);
if (!folder) {
	console.error('Which folder holds the data? npx tsx scripts/accept.ts FOLDER');
	process.exit(2);
}
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : null;
const verbose = options.includes('--verbose');

const wasm = createRequire(import.meta.url).resolve(
	'@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm',
);
setWasmPaths(`${dirname(wasm)}/`);
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
await tf.setBackend('wasm');
const executor = tfjsExecutor('tfjs-wasm', `tfjs-wasm ${tf.version_core} · Node ${process.versions.node}`);
const clock = { elapsed: () => performance.now() };

async function scoreOf({ file, target, metric }: (typeof GOALS)[number], seed: number): Promise<number> {
	const { table, dataset } = await readTable(join(folder as string, file));
	const { pipeline } = propose(dataset, table, target, seed);
	const pipelineId = await contentId(pipeline);
	const prepared = prepare(new Map([[dataset.id, table]]), pipeline, pipelineId);
	const trainer = defaultTrainer(table.rows);
	let best = { loss: Infinity, score: NaN };
	for (const architecture of presets(pipeline.analysis)) {
		const architectureId = await contentId(architecture);
		const experiment: Experiment = {
			kind: 'experiment',
			name: architecture.name,
			pipeline: pipelineId,
			architecture: architectureId,
			trainer,
			repeats: 1,
			seed,
		};
		const identity = {
			dataset: dataset.id,
			pipeline: pipelineId,
			architecture: architectureId,
			trainer,
			seed,
			repeat: 0,
		};
		const spec = {
			key: await jobKey(identity),
			pipelineId,
			pipeline,
			architectureId,
			architecture,
			experimentId: await contentId(experiment),
			experiment,
			repeat: 0,
			dataset: dataset.id,
			userAgent: `Node ${process.versions.node}`,
			startedAt: 0,
		};
		const { run } = await trainJob(spec, prepared, executor, clock);
		const { loss } = run.metrics.validation;
		const score = run.metrics.test[metric] ?? NaN;
		if (verbose)
			console.log(
				`  ${file} seed ${seed} ${architecture.name}: validation loss ${loss?.toFixed(4)}, ${metric} ${score.toFixed(3)}, ` +
					`epoch ${run.bestEpoch}, ${run.seconds.toFixed(1)} s`,
			);
		if (loss !== null && loss !== undefined && loss < best.loss) best = { loss, score };
	}
	return best.score;
}

let failed = 0;
for (const goal of GOALS.filter(({ file }) => !only || file.startsWith(only))) {
	const scores: number[] = [];
	for (const seed of SEEDS) scores.push(await scoreOf(goal, seed));
	const median = scores.toSorted((a, b) => a - b)[2] ?? NaN;
	const reached = median >= goal.floor;
	if (!reached) failed++;
	const each = scores.map((score) => score.toFixed(3)).join(' ');
	console.log(
		`${reached ? 'ok  ' : 'LOW '} ${goal.file} ${goal.metric} ${median.toFixed(3)} (floor ${goal.floor}; ${each})`,
	);
}
process.exit(failed ? 1 : 0);
