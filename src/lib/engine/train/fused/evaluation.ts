/** Forward passes in evaluation mode over the samples of a feed, a register-friendly number of rows per call. */
import type { Arena } from './arena';
import type { Feed, FeedCall } from './feed';
import { lowerEvaluation, widestOf, type Tensors } from './lower';
import type { Machine } from './machine';
import { padded } from './panels';
import { Writer } from './writer';

/** Rows of one call: enough for the register blocks, few enough for the nearest cache. */
const ROWS = 64;
/** Multiplications and additions between two breaths. */
const WORK = 20_000_000;

export function evaluationOf(machine: Machine, at: Tensors, feed: Feed, arena: Arena) {
	const { topology } = at;
	const { inputs, outputs, parameters } = topology;
	const buffer = () => arena.numbers(ROWS * padded(widestOf(topology)));
	const buffers = [buffer(), buffer()] as const;
	// The last row is written four numbers at a time.
	const results = arena.numbers(feed.room * outputs + 4);
	const writer = new Writer(machine);
	writer.add('GATHER', buffers[0], feed.x, inputs);
	writer.add('RESULTS', lowerEvaluation(at, buffers, writer), results, outputs);
	const program = writer.close(arena);
	const stretch = ROWS * Math.max(1, Math.floor(WORK / (2 * parameters * ROWS + 2_000)));
	return {
		/** Puts the program where it runs. */
		write: () => program.write(machine),
		/** Raw outputs, rows × outputs. */
		async outputs(call: FeedCall): Promise<Float32Array> {
			const all = new Float32Array(feed.samples.rows * outputs);
			await feed.asTheyLie(async (from, rows) => {
				for (let i = 0; i < rows; i += ROWS) {
					machine.kernel.run(program.at, ROWS, i, Math.min(ROWS, rows - i));
					if ((i + ROWS) % stretch === 0) await call();
				}
				all.set(machine.floats(results, rows * outputs), from * outputs);
				await call();
			});
			return all;
		},
	};
}
