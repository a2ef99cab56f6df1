/** How a net learns, as fields read from the schemas of optimizer, loss and trainer; and what is told out of sight, in words. */
import { architectureSchema, optimizerSchema, type Architecture } from '$lib/engine/schema/architecture';
import type { Analysis } from '$lib/engine/schema/common';
import { primaryMetric } from '$lib/engine/evaluate/metric-info';
import {
	cutOffSchema,
	scheduleSchema,
	trainerSchema,
	type Schedule,
	type Trainer,
} from '$lib/engine/schema/experiment';
import type * as v from 'valibot';
import { plural, short } from '$lib/ui/parts/format';
import { hasMomentum, isOfLoss } from './model-edit';
import { fieldsOf, variantsOf, type Field } from './schema-fields';
import { choiceWords, settingWords } from './setting-words';

const OWN_FORM = ['stop', 'schedule', 'plateau'] as const;
type LossSetting = 'delta' | 'gamma' | 'labelSmoothing';

const optimizer = fieldsOf(optimizerSchema.entries);
const { delta, gamma, labelSmoothing } = architectureSchema.entries;
const loss = fieldsOf({ delta, gamma, labelSmoothing });
const trainer = fieldsOf(trainerSchema.entries, OWN_FORM);
const named = (fields: readonly Field[], key: string): Field => {
	const found = fields.find((field) => field.key === key);
	if (!found) throw new TypeError(`no setting is called ${key}`);
	return found;
};

/** Those in sight. */
export const OPTIMIZER = named(optimizer, 'optimizer');
export const LEARNING_RATE = named(optimizer, 'learningRate');
export const EPOCHS = named(trainer, 'epochs');
export const BATCH_SIZE = named(trainer, 'batchSize');
export const PATIENCE = named(trainer, 'patience');

/** Settings of the optimizer that are not in sight, as far as it has them. */
export const optimizerMore = ({ optimizer: { optimizer: name } }: Architecture): Field[] =>
	optimizer.filter(
		({ key }) => !['optimizer', 'learningRate'].includes(key) && (key !== 'momentum' || hasMomentum(name)),
	);

/** Settings of the loss as chosen: those that shape it in sight, label smoothing not. */
export const lossSettings = ({ loss: name }: Architecture, inSight: boolean): Field[] =>
	loss.filter(({ key }) => isOfLoss(key as LossSetting, name) && (key !== 'labelSmoothing') === inSight);

/** The rest of the trainer; classes weigh something only where there are classes. */
export const trainerMore = (analysis: Analysis): Field[] =>
	trainer.filter(
		({ key }) =>
			!['epochs', 'batchSize', 'patience'].includes(key) &&
			(key !== 'classWeights' || analysis !== 'regression'),
	);

const variants = variantsOf(scheduleSchema);
export const SCHEDULES = [...variants.keys()] as readonly Schedule['schedule'][];
export const scheduleFields = (kind: Schedule['schedule']): Field[] => fieldsOf(variants.get(kind) ?? {});

/** A schedule as it begins. */
export const freshSchedule = (kind: Schedule['schedule'], epochs: number): Schedule => {
	if (kind === 'cosine') return { schedule: kind };
	if (kind === 'exponential') return { schedule: kind, factor: 0.95 };
	return { schedule: kind, every: Math.max(1, Math.round(epochs / 4)), factor: 0.5 };
};

const plateau = trainerSchema.entries.plateau as v.OptionalSchema<
	v.StrictObjectSchema<Record<string, v.GenericSchema>, undefined>,
	undefined
>;
export const PLATEAU = fieldsOf(plateau.wrapped.entries);

const cutOff = fieldsOf(cutOffSchema.entries);
export const CUT_OFF = named(cutOff, 'cutoff');

/** Numbers a cut-off can watch: those taken after every epoch. */
export function monitorsOf(analysis: Analysis): string[] {
	const metrics = ['loss', primaryMetric(analysis), ...(analysis === 'binary' ? ['accuracy'] : [])];
	return ['validation', 'train'].flatMap((split) => metrics.map((metric) => `${split}.${metric}`));
}

/** What is set behind "More", in words: "weight decay .1 · cosine to zero · 2 cut-offs". */
export function setBehindTraining({ optimizer: told, ...document }: Architecture, trained: Trainer): string {
	const words: string[] = [];
	const say = (key: string, value: unknown) => {
		if (typeof value === 'number') words.push(`${settingWords(key).label.toLowerCase()} ${short(value)}`);
	};
	if (document.labelSmoothing) say('labelSmoothing', document.labelSmoothing);
	if (told.weightDecay) say('weightDecay', told.weightDecay);
	say('momentum', told.momentum);
	say('clipNorm', told.clipNorm);
	say('clipValue', told.clipValue);
	if (trained.schedule) words.push(`rate ${choiceWords(trained.schedule.schedule)}`);
	if (trained.plateau) words.push(`× ${short(trained.plateau.factor)} on a plateau`);
	if (trained.stop) words.push(plural(trained.stop.length, 'cut-off'));
	if (trained.keep === 'last') words.push('last weights kept');
	if (trained.classWeights) words.push('classes balanced');
	return words.join(' · ');
}
