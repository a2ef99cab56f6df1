/**
 * A hash of trained weights, to hold runtimes against each other: the kernel gives the same bytes in Node and in every
 * browser. The losses beside them are float64 of the host, whose exponential may differ in its last bit.
 */
import { contentId } from '../../canonical';
import type { Executor } from '../executor';
import { CASES, dataOf, programOf } from './parity';

/** Last letters of the hash that Node and Chromium gave for the strict build. */
export const TRAINING_DIGEST = '8cfd1988cef6f43a';

/** Trains a dozen nets and hashes their weights. */
export async function trainingDigest(executor: Executor): Promise<string> {
	const results: number[][][] = [];
	for (const one of CASES.filter((_, i) => i % 6 === 0)) {
		const program = programOf(one, { batchSize: 8, weightDecay: 0.01 });
		const data = { train: dataOf(one, 30), validation: dataOf(one, 9, 'validation') };
		const { weights } = await executor.train(program, data);
		results.push(weights.map((values) => [...new Uint32Array(values.buffer)]));
	}
	return (await contentId(results)).slice(-16);
}
