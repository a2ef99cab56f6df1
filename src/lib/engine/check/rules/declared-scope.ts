/** What the pipeline itself declares to read across the split: interpolation over all rows, and overrides of the fit scope. */
import type { Evidence } from '../evidence';
import { found, listed, pass, type Finding } from '../finding';

export function interpolation({ interpolations = [] }: Evidence): Finding {
	const together = interpolations.filter(({ separate }) => !separate).flatMap(({ columns }) => columns);
	const columns = [...new Set(together)];
	if (columns.length > 0)
		return found('interpolation', 'together', 'warn', { columns: listed(columns) }, { columns });
	return pass(
		'interpolation',
		interpolations.length === 0
			? 'Nothing is interpolated.'
			: 'Training rows are interpolated alone, and others from them and their own.',
	);
}

export function fitScope({ overrides = [] }: Evidence): Finding {
	if (overrides.length === 0) return pass('fit-scope', 'No step has an override.');
	const steps = [...new Set(overrides.map(({ step }) => step))];
	return found('fit-scope', 'overridden', 'warn', {
		steps: steps.join(', '),
		where: overrides.map(({ step, reason }) => `${step}: ${reason}`).join(' '),
	});
}
