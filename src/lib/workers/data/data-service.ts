/**
 * What the data worker does, call by call: stagings and open datasets by id over one engine that starts on first use.
 * Serves `DataClient` of workers/api.ts; Blobs and plain values cross the boundary, nothing of DuckDB.
 */
import type { Id } from '../../engine/canonical';
import { judgePipeline, type PipelineCheck } from '../../engine/check/judge-pipeline';
import { BenchtopError } from '../../engine/errors/error';
import type { LongCall, Progress } from '../../engine/ports';
import type { Dataset } from '../../engine/schema/dataset';
import { innerOf } from '../../engine/schema/dataset-shape';
import { propose } from '../../engine/prepare/propose';
import type { Table } from '../../engine/table/table';
import type { Pipeline } from '../../engine/schema/pipeline';
import type { Proposal } from '../../engine/schema/proposal';
import { packedBuffers, type PackedTable, packTable } from '../packed-table';
import { type Call, transfer } from '../thread';
import type {
	ColumnChange,
	FileFormat,
	PictureFile,
	Pictures,
	PictureView,
	Registered,
	Rows,
	Selection,
	Staged,
	StagedPictures,
} from '../api';
import { Ahead } from './ahead';
import { buffersOf } from './arrow-columns';
import { attach, buildCache } from './attached-cache';
import { changeColumns } from './change-columns';
import { type Assets, Database, identifier } from './database';
import { DatasetTable } from './dataset-table';
import { drawPictures } from './draw-pictures';
import { kindOf } from './file-kind';
import { isOutOfMemory, readingFailure } from './failure';
import { Parquet } from './parquet-thread';
import { breaks, RecentTables } from './recent-tables';
import { blobHash, isAsRead, register } from './register';
import { practiceFile } from './practice-file';
import { insertParquet, stageParquet } from './stage-parquet';
import { stageArray } from './stage-array';
import { stageDelimited } from './stage-delimited';
import { stagePictures } from './stage-pictures';
import { describe, type Staging } from './staged-columns';

type Reporting = Call<Progress>;

const longCall = ({ signal, report }: Reporting): LongCall => ({ signal, onProgress: report });

const outOfMemory = (thrown: unknown, file: string): unknown =>
	isOutOfMemory(thrown) ? new BenchtopError('data.out-of-memory', { file }, { cause: thrown }) : thrown;

export class DataService {
	#assets: Assets | null = null;
	#parquet: Parquet | null = null;
	#engine: Promise<Database> | null = null;
	#practised = false;
	readonly #ahead = new Ahead();
	readonly #recent = new RecentTables();
	readonly #stagings = new Map<string, Staging>();
	readonly #open = new Map<string, Promise<DatasetTable>>();

	async configure(_call: Call<never>, assets: Assets): Promise<void> {
		this.#assets = assets;
		this.#parquet = new Parquet(assets);
	}

	async warm(_call: Call<never>, reading: boolean): Promise<void> {
		const db = await this.#database();
		if (!reading || this.#practised) return;
		this.#practised = true;
		this.#packer().warm();
		const staging = await stageDelimited(db, practiceFile(), 'csv', {});
		await describe(db, staging);
		await this.#drop(staging);
	}

	async stage(call: Reporting, file: File, format: FileFormat | 'auto'): Promise<Staged> {
		const kind = await kindOf(file, format);
		const db = await this.#database();
		this.#packer().warm();
		const staging = await this.#read(db, kind, file, longCall(call));
		return this.#look(db, staging, call.signal);
	}

	async stagePictures(call: Reporting, given: readonly PictureFile[]): Promise<StagedPictures> {
		const db = await this.#database();
		this.#packer().warm();
		try {
			const { pictures, files } = await stagePictures(db, given, longCall(call));
			const staged = await this.#look(db, pictures, call.signal);
			return { pictures: staged, files: files && (await this.#look(db, files, call.signal)) };
		} catch (thrown) {
			throw outOfMemory(thrown, given[0]?.path ?? '');
		}
	}

	async change(_call: Call<never>, id: string, changes: readonly ColumnChange[]): Promise<Staged> {
		const staging = this.#staging(id);
		const db = await this.#database();
		await this.#ahead.drop(staging);
		await changeColumns(db, staging, changes);
		const staged = await describe(db, staging);
		this.#begin(db, staging);
		return staged;
	}

	async discard(_call: Call<never>, id: string): Promise<void> {
		const staging = this.#stagings.get(id);
		if (!staging) return;
		this.#stagings.delete(id);
		await this.#ahead.drop(staging);
		await this.#drop(staging);
	}

	async register(call: Reporting, id: string): Promise<Registered> {
		const staging = this.#staging(id);
		const db = await this.#database();
		try {
			const { registered, table } =
				(await this.#ahead.take(staging, longCall(call))) ??
				(await register(db, this.#packer(), staging, longCall(call)));
			this.#stagings.delete(id);
			await this.#drop(staging, table.table);
			if (this.#open.has(registered.dataset.id)) await table.release();
			else this.#open.set(registered.dataset.id, Promise.resolve(table));
			return registered;
		} catch (thrown) {
			throw outOfMemory(thrown, staging.file);
		}
	}

	/** True when the dataset is already open. */
	async isOpen(_call: Call<never>, id: string): Promise<boolean> {
		return this.#open.has(id);
	}

	async openCache(_call: Call<never>, dataset: Dataset, cache: Blob): Promise<boolean> {
		if (this.#open.has(dataset.id)) return true;
		const table = await attach(await this.#database(), cache, dataset);
		if (!table) return false;
		if (this.#open.has(dataset.id)) await table.release();
		else this.#open.set(dataset.id, Promise.resolve(table));
		return true;
	}

	async openParquet(call: Reporting, dataset: Dataset, parquet: Blob): Promise<void> {
		const already = this.#open.get(dataset.id);
		if (already) return void (await already);
		const opening = this.#ingest(dataset, parquet, longCall(call));
		this.#open.set(dataset.id, opening);
		try {
			await opening;
		} catch (thrown) {
			this.#open.delete(dataset.id);
			throw thrown;
		}
	}

	async #ingest(dataset: Dataset, parquet: Blob, call: LongCall): Promise<DatasetTable> {
		const db = await this.#database();
		if (
			parquet.size !== dataset.parquet.bytes ||
			(await blobHash(parquet, call.signal)) !== dataset.parquet.sha256
		)
			throw new BenchtopError('data.damaged', { dataset: dataset.name });
		const table = db.fresh('p');
		try {
			await insertParquet(db, this.#packer(), table, parquet, call);
			const described = await db.query(`SELECT column_name AS n FROM (DESCRIBE ${table})`);
			const columns = dataset.columns.map(({ name, dtype }, i) => ({
				name,
				dtype,
				sql: identifier(String(described.get(i)?.n)),
			}));
			if (described.numRows !== columns.length || (await db.count(table)) !== dataset.rows)
				throw new BenchtopError('data.damaged', { dataset: dataset.name });
			return new DatasetTable(
				db,
				table,
				columns,
				dataset.rows,
				async () => void (await db.query(`DROP TABLE IF EXISTS ${table}`)),
				innerOf(dataset.shape),
			);
		} catch (thrown) {
			await db.query(`DROP TABLE IF EXISTS ${table}`);
			throw readingFailure(thrown, dataset.name, 'data.unreadable-parquet');
		}
	}

	async buildCache(call: Reporting, id: string): Promise<Blob | null> {
		const table = await this.#dataset(id);
		return buildCache(this.#configured(), id, table, longCall(call));
	}

	async close(_call: Call<never>, id: string): Promise<void> {
		const table = this.#open.get(id);
		this.#open.delete(id);
		this.#recent.forget();
		await (await table)?.release();
	}

	async page(
		{ signal }: Call<never>,
		id: string,
		offset: number,
		limit: number,
		of?: Selection,
	): Promise<Rows> {
		return (await this.#dataset(id)).page(offset, limit, of, signal);
	}

	async count({ signal }: Call<never>, id: string, where?: string): Promise<number> {
		return (await this.#dataset(id)).count(where, signal);
	}

	async table(_call: Call<never>, id: string, columns?: readonly string[]): Promise<Table> {
		const table = await (await this.#dataset(id)).read(columns);
		return transfer(table, buffersOf(table));
	}

	async packed(_call: Call<never>, id: string): Promise<PackedTable> {
		const table = packTable(await (await this.#dataset(id)).read());
		return transfer(table, packedBuffers(table));
	}

	async samples(
		_call: Call<never>,
		id: string,
		from: number,
		count: number,
		columns?: readonly string[],
	): Promise<Table> {
		const table = await (await this.#dataset(id)).samples(from, count, columns);
		return transfer(table, buffersOf(table));
	}

	async pictures(_call: Call<never>, id: string, view: PictureView): Promise<Pictures> {
		const pictures = await drawPictures(await this.#dataset(id), view);
		return transfer(pictures, [pictures.pixels.buffer]);
	}

	async propose(
		_call: Call<never>,
		dataset: Dataset,
		target: string,
		seed: number,
		beside?: Dataset,
	): Promise<Proposal> {
		return propose(dataset, await (await this.#dataset(dataset.id)).read(), target, seed, beside);
	}

	async check(
		{ signal, report }: Reporting,
		pipeline: Pipeline,
		datasets: readonly Id[],
	): Promise<PipelineCheck> {
		const tables = await this.#recent.of(datasets, (id) =>
			this.#dataset(id).then((table) => table.read(undefined, report, signal)),
		);
		return judgePipeline(tables, pipeline, { signal, onProgress: report, pause: breaks() });
	}

	#configured(): Assets {
		if (!this.#assets) throw new Error('The data worker was not told where its files are');
		return this.#assets;
	}

	#database(): Promise<Database> {
		const assets = this.#configured();
		this.#engine ??= Database.start(assets).catch((thrown: unknown) => {
			this.#engine = null;
			const detail = thrown instanceof Error ? thrown.message : String(thrown);
			throw new BenchtopError('data.engine', { detail }, { cause: thrown });
		});
		return this.#engine;
	}

	#read(db: Database, kind: FileFormat, file: File, call: LongCall): Promise<Staging> {
		if (kind === 'parquet') return stageParquet(db, this.#packer(), file, call);
		if (kind === 'npy') return stageArray(db, file, call);
		return stageDelimited(db, file, kind, call);
	}

	/** What was staged as the page sees it, while the work that *Register* asks for begins. */
	async #look(db: Database, staging: Staging, signal: AbortSignal): Promise<Staged> {
		this.#begin(db, staging);
		const staged = await describe(db, staging);
		if (signal.aborted) {
			await this.#ahead.drop(staging);
			await this.#drop(staging);
			signal.throwIfAborted();
		}
		this.#stagings.set(staging.id, staging);
		return staged;
	}

	/** Works ahead where that makes no second table. */
	#begin(db: Database, staging: Staging): void {
		if (isAsRead(staging)) this.#ahead.begin(staging, (call) => register(db, this.#packer(), staging, call));
	}

	#packer(): Parquet {
		this.#configured();
		return this.#parquet as Parquet;
	}

	#staging(id: string): Staging {
		const staging = this.#stagings.get(id);
		if (!staging) throw new BenchtopError('data.not-staged', {});
		return staging;
	}

	#dataset(id: string): Promise<DatasetTable> {
		return this.#open.get(id) ?? Promise.reject(new BenchtopError('data.not-open', { dataset: id }));
	}

	async #drop(staging: Staging, except?: string): Promise<void> {
		const db = await this.#database();
		for (const table of staging.tables) if (table !== except) await db.query(`DROP TABLE IF EXISTS ${table}`);
		if (staging.source) await db.release(staging.source.path);
	}
}
