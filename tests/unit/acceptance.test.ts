import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { documentSchema, kindsOf, sourcesOf, VARIANTS, variantOf } from '../../scripts/matrix/document';
import type { Id } from '../../src/lib/engine/canonical';
import { presetsFor } from '../../src/lib/engine/model/presets-for';
import { checkModel, topologyOf } from '../../src/lib/engine/model/topology';
import { resolvePipeline } from '../../src/lib/engine/prepare/resolve';

const FOLDER = new URL('../acceptance/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const documents = files.map((file) => [file, v.parse(documentSchema, read(file))] as const);

describe('the acceptance matrix', () => {
	it('has all twelve tests', () => {
		expect(documents.map(([, { name }]) => name)).toHaveLength(12);
	});

	it.each(documents)('%s says all there is, and nothing twice', (file, document) => {
		expect(`${document.name}.json`).toBe(file);
		expect(document).toEqual(read(file));
	});

	it.each(documents)('%s declares pipelines without contradiction', (_, document) => {
		for (const variant of VARIANTS) {
			const sources = sourcesOf(document, variant);
			const ids = new Map(
				Object.keys(sources).map((name, i) => [name, `sha256:${String(i).repeat(64)}` as Id]),
			);
			const pipeline = variantOf(document, variant, ids, 7);
			expect(pipeline.split).toMatchObject({ seed: 7, folds: variant === 'three folds' ? 3 : null });
			resolvePipeline(kindsOf(sources, ids), pipeline);
		}
	});

	it.each(documents)(
		'%s declares nets that can be built for it',
		(_, { models, shapes, outputs, pipeline }) => {
			for (const { architecture } of models) {
				expect(architecture.analysis).toBe(pipeline.analysis);
				expect(topologyOf(architecture, shapes, outputs).layers.at(-1)?.units).toBe(outputs);
				if (architecture.analysis === 'multi-class') checkModel(architecture, 'multi-class', shapes, outputs);
			}
		},
	);

	it.each(documents)('%s trains the nets that are offered under its name', (_, { name, ...document }) => {
		const { pipeline, shapes, models } = document;
		const { analysis, target } = v.parse(
			v.looseObject({
				analysis: v.picklist(['binary', 'multi-class', 'regression']),
				target: v.looseObject({ unsupervised: v.optional(v.literal('forecast')) }),
			}),
			pipeline,
		);
		const offered = presetsFor(analysis, shapes, { rows: 1, unsupervised: target.unsupervised })
			.flatMap(({ presets }) => presets)
			.filter(({ architecture }) => architecture.name.split(' ')[0] === name);
		expect(models).toEqual(offered);
	});
});
