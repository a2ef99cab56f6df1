/** The families of fixtures (SPEC §24) and the check of each: the same in Node and in a browser. */
import { checkBins } from './bins';
import type { Case } from './case';
import { checkColumnStatistics } from './column-stats';
import { checkCurve } from './curves';
import { checkEncoder, checkPower } from './encoders';
import { checkImputer } from './imputers';
import { checkInterpolation } from './interpolate';
import { checkClassification, checkRegression } from './metrics';
import { checkPipeline } from './pipelines';
import { checkSplit } from './splits';
import { checkText } from './text';
import { checkWindows } from './windows';

const FAMILIES: Readonly<Record<string, (found: Case) => void>> = {
	scalers: checkEncoder,
	quantile_power: checkPower,
	kbins: checkEncoder,
	categorical: checkEncoder,
	expanders: checkEncoder,
	imputers: checkImputer,
	interpolate: checkInterpolation,
	pipeline_e2e: checkPipeline,
	qcut: checkBins,
	column_stats: checkColumnStatistics,
	curves: checkCurve,
	metrics_classification: checkClassification,
	metrics_regression: checkRegression,
	splits: checkSplit,
	text: checkText,
	windows: checkWindows,
};

/** A fixture as it stands in its file. */
export interface Fixture {
	readonly family?: string;
	readonly cases?: readonly Case[];
}

export interface FamilyResult {
	readonly family: string;
	readonly total: number;
	/** "case: why" of every case that does not pass. */
	readonly failures: readonly string[];
}

/** The result of a fixture, or null when its family is not known. @param name where it names none itself */
export function runFixture({ family = '', cases }: Fixture, name: string): FamilyResult | null {
	const own = family || name;
	const check = Object.hasOwn(FAMILIES, own) ? FAMILIES[own] : undefined;
	if (!check || !Array.isArray(cases)) return null;
	const failures = (cases as readonly Case[]).flatMap((found) => {
		try {
			check(found);
			return [];
		} catch (thrown) {
			return [`${found.case}: ${thrown instanceof Error ? thrown.message : String(thrown)}`];
		}
	});
	return { family: own, total: cases.length, failures };
}
