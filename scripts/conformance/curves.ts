/** The family curves: ROC, precision–recall, calibration, error trade-off, and the micro-average of several classes. */
import { calibrationCurve } from '../../src/lib/engine/evaluate/calibration';
import { flattened, precisionRecallCurve, rocCurve } from '../../src/lib/engine/evaluate/curves';
import { detCurve } from '../../src/lib/engine/evaluate/det-curve';
import { isRefusal, near, num, nums, type Case, type Json } from './case';
import { predictionOf } from './metrics';

export function checkCurve(found: Case): void {
	const { input, params } = found;
	const kind = found.case.split('/')[0];
	const truth = () => nums(input['y_true']);
	const scores = () => nums(input['y_score'] ?? input['y_prob']);
	switch (kind) {
		case 'roc':
			return compare(found, { ...rocCurve(truth(), scores(), params['drop_intermediate'] !== false) });
		case 'pr':
			return compare(found, { ...precisionRecallCurve(truth(), scores()) });
		case 'calibration': {
			const strategy = params['strategy'] === 'quantile' ? 'quantile' : 'uniform';
			const { observed, predicted } = calibrationCurve(truth(), scores(), num(params['n_bins']), strategy);
			return compare(found, { prob_true: observed, prob_pred: predicted });
		}
		case 'det': {
			const curve = detCurve(truth(), scores());
			return compare(
				found,
				curve && { fpr: curve.falsePositives, fnr: curve.falseNegatives, thresholds: curve.thresholds },
			);
		}
		case 'multi_flattened': {
			const flat = flattened(predictionOf(truth(), input['y_prob'] as Json[][]));
			const roc = rocCurve(flat.truth, flat.scores);
			const { precision, recall } = precisionRecallCurve(flat.truth, flat.scores);
			return compare(found, { fpr: roc.fpr, tpr: roc.tpr, precision, recall });
		}
		default:
			throw new Error('this kind of curve is not known');
	}
}

/** Every series both sides have; null is a curve that is undefined. */
function compare(found: Case, ours: Readonly<Record<string, Float64Array>> | null): void {
	if (isRefusal(found.expected)) {
		if (ours && Object.values(ours).every((series) => !series.some(Number.isNaN)))
			throw new Error('gives a curve where there is none');
		return;
	}
	if (!ours) throw new Error('there is no curve');
	for (const [key, series] of Object.entries(ours)) {
		const expected = found.expected[key];
		if (isRefusal(expected)) {
			if (!series.every(Number.isNaN)) throw new Error(`${key} is a number where there is none`);
		} else if (expected !== undefined) near(series, nums(expected), found, key);
	}
}
