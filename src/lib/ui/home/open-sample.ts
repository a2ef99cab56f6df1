/** Opens a sample: one click from Home or the palette to the Data place. */
import { openSample as command } from '$lib/commands/data';
import { asBenchtopError } from '$lib/engine/errors/error';
import { go } from '$lib/ui/shell/places';
import { started } from '$lib/ui/shell/start';
import { app } from '$lib/ui/state/app.svelte';
import type { Sample } from './samples';

export async function openSample(sample: Sample): Promise<void> {
	await started;
	let file: File;
	try {
		file = await sample.file();
	} catch (thrown) {
		app.notices.refuse(asBenchtopError(thrown));
		return;
	}
	const dataset = await app.run(command, { name: sample.name, file, target: sample.target });
	if (dataset) await go('/data/');
}
