/** Runs the cases of every family it knows in a folder of fixtures; the others are named. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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

export interface FamilyResult {
	readonly family: string;
	readonly total: number;
	/** "case: why" of every case that does not pass. */
	readonly failures: readonly string[];
}

/** @returns the families that were run, and the names of those that are not known, both in order of their files. */
export function runFolder(folder: string): { known: FamilyResult[]; unknown: string[] } {
	const known: FamilyResult[] = [];
	const unknown: string[] = [];
	for (const file of readdirSync(folder).sort()) {
		if (!file.endsWith('.json')) continue;
		const document = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
			family?: string;
			cases?: Case[];
		};
		const family = document.family ?? file.slice(0, -'.json'.length);
		const check = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined;
		if (!check || !Array.isArray(document.cases)) unknown.push(family);
		else known.push(runFamily(family, document.cases, check));
	}
	return { known, unknown };
}

function runFamily(family: string, cases: readonly Case[], check: (found: Case) => void): FamilyResult {
	const failures = cases.flatMap((found) => {
		try {
			check(found);
			return [];
		} catch (thrown) {
			return [`${found.case}: ${thrown instanceof Error ? thrown.message : String(thrown)}`];
		}
	});
	return { family, total: cases.length, failures };
}
