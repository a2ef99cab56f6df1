/**
 * What executors have shown to have right in this worker: dense nets before the first of them is trained, a family of
 * layers before the first net that has one. Also where another visit has measured them: drivers change.
 */
import type { Topology } from '../../engine/model/topology';
import { BenchtopError } from '../../engine/errors/error';
import type { Executor } from '../../engine/train/executor';
import { familiesOf, proves, selfTest, type LayerFamily } from '../../engine/train/self-test';
import type { Backend } from '../api';
import { BACKEND_NAMES } from './names';

export class Proven {
	readonly #right = new WeakMap<Executor, Set<LayerFamily | 'dense'>>();

	/** Sees to it that the executor of a backend is right at these nets. @throws train.backend-off */
	async prove(backend: Backend, executor: Executor, nets: readonly Topology[]): Promise<void> {
		const right = this.#right.get(executor) ?? new Set();
		this.#right.set(executor, right);
		for (const family of new Set(['dense' as const, ...nets.flatMap(familiesOf)])) {
			if (right.has(family)) continue;
			const verdict = await (family === 'dense' ? selfTest(executor) : proves(executor, family));
			if (verdict.state === 'wrong')
				throw new BenchtopError('train.backend-off', {
					backend: BACKEND_NAMES[backend],
					detail: verdict.detail,
				});
			right.add(family);
		}
	}
}
