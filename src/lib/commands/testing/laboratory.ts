/**
 * The real world in a test page: store, data worker and train worker as the application puts them together, in a profile
 * of its own that is removed afterwards. Only what draws is left out; what would be shown is kept to be read.
 */
import { deleteDB } from 'idb';
import type { ProjectContents, Store } from '../../engine/ports';
import type { Dataset } from '../../engine/schema/dataset';
import type { Reason } from '../../engine/schema/proposal';
import type { Backend, Engine, EpochEvent, TrainingPlan } from '../../workers/api';
import { createDataClient } from '../../workers/data-client';
import { createTrainClient, type TrainClientOptions } from '../../workers/train-client';
import { openStore } from '../../storage/open-store';
import { registerDataset } from '../data';
import { proposePipeline } from '../pipeline';
import { createProject } from '../project';
import type { World } from '../world';

export class TestLaboratory {
	readonly said: string[] = [];
	/** How each job that began was to be trained. */
	readonly plans: TrainingPlan[] = [];
	/** Called at each epoch of any job. */
	onEpoch: (event: EpochEvent) => void = () => {};
	/** Stops the queue in progress. */
	stop: () => void = () => {};
	#open: string | null = null;
	#contents: ProjectContents | null = null;

	private constructor(
		readonly name: string,
		readonly world: World,
	) {}

	/** @param prefer the backend all is trained on. */
	static async open({
		prefer = 'wasm',
		...options
	}: TrainClientOptions & { prefer?: Backend } = {}): Promise<TestLaboratory> {
		const name = `test-${crypto.randomUUID()}`;
		const store = await openStore({ name });
		const [data, train] = [createDataClient(), createTrainClient(options)];
		let engine: Promise<Engine> | null = null;
		const world: World = {
			store,
			data,
			train,
			files: {
				exportProject: () => Promise.reject(new Error('not here')),
				importProject: () => Promise.reject(new Error('not here')),
				dispose: () => {},
			},
			clock: { now: () => Date.now(), elapsed: () => performance.now() },
			activity: {
				begin: () => ({ signal: new AbortController().signal, progress: () => {}, done: () => {} }),
				training: {
					begin: (_jobs, stop) => (laboratory.stop = stop),
					add: () => {},
					started: (_job, plan) => laboratory.plans.push(plan),
					again: () => {},
					epoch: (event) => laboratory.onEpoch(event),
					finished: () => {},
					end: () => {},
				},
			},
			notices: {
				say: (text) => laboratory.said.push(text),
				refuse: (error) => laboratory.said.push(error.message),
			},
			startEngine: () => (engine ??= train.start(prefer)),
			newId: () => crypto.randomUUID(),
			current: () => laboratory.#contents,
			open: (project) => laboratory.#reopen(project),
			download: () => {},
			userAgent: 'test',
		};
		const laboratory = new TestLaboratory(name, world);
		return laboratory;
	}

	get store(): Store {
		return this.world.store;
	}

	/** The open project as it is kept now. */
	async contents(): Promise<ProjectContents> {
		await this.#reopen(this.#open);
		if (!this.#contents) throw new Error('No project is open');
		return this.#contents;
	}

	async #reopen(project: string | null): Promise<void> {
		this.#open = project;
		this.#contents = project === null ? null : await this.store.contents(project);
	}

	/** A file as a person drops it, registered in a new project. */
	async add(content: BlobPart, file = 'odd.csv'): Promise<Dataset> {
		await createProject.run(this.world, { name: file });
		const staged = await this.world.data.stage(new File([content], file), 'auto');
		return registerDataset.run(this.world, { staged, name: file });
	}

	async propose(dataset: Dataset, target: string) {
		return proposePipeline.run(this.world, { dataset: dataset.id, target });
	}

	async close(): Promise<void> {
		this.world.data.dispose();
		this.world.train.dispose();
		this.store.close();
		await deleteDB(this.name);
	}
}

/** What the reasons say of a column, those of one verdict when it is named. */
export const reasonsOf = (
	reasons: readonly Reason[],
	column: string | null,
	verdict?: Reason['verdict'],
): string =>
	reasons
		.filter((reason) => reason.column === column && (verdict === undefined || reason.verdict === verdict))
		.map(({ text }) => text)
		.join(' ');
