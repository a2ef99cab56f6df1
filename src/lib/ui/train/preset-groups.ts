/** The presets a net begins as, in groups for the menu: those for the pipeline's kind of data, then the reference's. */
import type { Preset, PresetGroup } from '$lib/engine/model/preset';
import { presetsFor } from '$lib/engine/model/presets-for';
import type { Analysis } from '$lib/engine/schema/common';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { SampleShapes } from './sample-shapes';

/** Before a target is chosen there is a table of nothing, so that the form is there to be looked at. */
export const presetGroups = (
	analysis: Analysis,
	{ shapes, rows }: SampleShapes,
	pipeline: Pipeline | undefined,
): PresetGroup[] =>
	presetsFor(analysis, shapes.length ? shapes : [[1]], {
		rows,
		unsupervised: pipeline?.target.unsupervised,
	});

/** What a person begins with: the one after the linear model, which is the first. */
export const firstOf = ([own]: readonly PresetGroup[]): Preset | undefined =>
	own?.presets[1] ?? own?.presets[0];
