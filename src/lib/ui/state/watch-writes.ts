/** A store that tells how many writes are in flight, so that "Saved" on the page is the truth. */
import type { Store } from '$lib/engine/ports';

const WRITES = new Set<PropertyKey>([
	'putProject',
	'deleteProject',
	'addDataset',
	'removeDataset',
	'putPipeline',
	'enqueue',
	'putJobs',
	'removeJobs',
	'finishJob',
	'annotate',
] satisfies (keyof Store)[]);

export function watchWrites(store: Store, onWrites: (inFlight: number) => void): Store {
	let inFlight = 0;
	return new Proxy(store, {
		get(target, key) {
			const member: unknown = Reflect.get(target, key, target);
			if (typeof member !== 'function') return member;
			if (!WRITES.has(key)) return member.bind(target) as unknown;
			return async (...operands: unknown[]) => {
				onWrites(++inFlight);
				try {
					return (await Reflect.apply(member, target, operands)) as unknown;
				} finally {
					onWrites(--inFlight);
				}
			};
		},
	});
}
