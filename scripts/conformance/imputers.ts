/** The family of imputers: one value for every gap, or the nearest rows; with and without indicators. */
import * as v from 'valibot';
import { training } from '../../tests/fixtures/training';
import { imputerOf } from '../../src/lib/engine/prepare/steps';
import { imputeStepSchema, type ImputeStep } from '../../src/lib/engine/schema/impute-step';
import { alike, block, isRefusal, refuses, same, type Case } from './case';

function stepFor({ params, input }: Case): ImputeStep {
	const indicator = params['add_indicator'];
	if (params['imputer'] === 'KNNImputer')
		return v.parse(imputeStepSchema, {
			imputer: 'knn',
			neighbors: params['n_neighbors'],
			weights: params['weights'],
			indicator,
		});
	const strategy = String(params['strategy'] ?? 'mean').replace('most_frequent', 'mostFrequent');
	if (strategy !== 'constant') return v.parse(imputeStepSchema, { imputer: strategy, indicator });
	const text = block(input['fit'])[0]?.dtype === 'string';
	const value = params['fill_value'] ?? (text ? 'missing_value' : 0);
	return v.parse(imputeStepSchema, { imputer: 'constant', value, indicator });
}

export function checkImputer(found: Case): void {
	const step = stepFor(found);
	const source = block(found.input['fit']);
	const fit = () => {
		const state: unknown = JSON.parse(JSON.stringify(imputerOf(step).fit(training(source), step)));
		return imputerOf(step).bind(state);
	};
	if (isRefusal(found.expected)) return refuses(() => fit().apply(source), 'fit');
	const bound = fit();
	const filled = bound.apply(source);
	alike(filled, found.expected['transform'], found, 'transform');
	same(
		bound.names(source.map(({ name }) => name)),
		filled.map(({ name }) => name),
		'names of the columns',
	);
	if (found.expected['transform_new'])
		alike(bound.apply(block(found.input['new'])), found.expected['transform_new'], found, 'transform_new');
}
