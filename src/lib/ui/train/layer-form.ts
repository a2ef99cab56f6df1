/** The settings of each kind of layer as the schema declares them: those in its row, and the rest. */
import { layerSchema, type Layer, type LayerKind } from '$lib/engine/schema/layer';
import { KINDS, type Addable } from './layer-words';
import { fieldsOf, variantsOf, type Field } from './schema-fields';
import { choiceWords, settingWords } from './setting-words';

export interface LayerForm {
	readonly main: readonly Field[];
	readonly more: readonly Field[];
}

const variants = variantsOf(layerSchema);
const known = new Map<LayerKind, LayerForm>();

const isAddable = (kind: LayerKind): kind is Addable => kind in KINDS;

/** In the row in the order of its words, the rest in the order of the schema. */
export function formOf(kind: LayerKind): LayerForm {
	const made = known.get(kind);
	if (made) return made;
	const fields = fieldsOf(variants.get(kind) ?? {});
	const inRow = isAddable(kind) ? KINDS[kind].main : [];
	const form = {
		main: inRow.flatMap((key) => fields.filter((field) => field.key === key)),
		more: fields.filter(({ key }) => !inRow.includes(key)),
	};
	known.set(kind, form);
	return form;
}

/** A setting as it stands in the document; undefined when it is left out. */
export const told = (layer: Layer, key: string): unknown =>
	(layer as unknown as Readonly<Record<string, unknown>>)[key];

/** The layer with a setting, or without it. */
export function tell(layer: Layer, key: string, value: unknown): Layer {
	const { [key]: _, ...rest } = layer as unknown as Record<string, unknown>;
	return (value === undefined ? rest : { ...layer, [key]: value }) as unknown as Layer;
}

/** These are in the layer's name, or beside it. */
const SAID: readonly string[] = ['bidirectional', 'timeDistributed', 'name', 'dense'];

/** What is set out of sight, in words: "stride 2 · padding same". */
export function setBehind(layer: Layer): string {
	return formOf(layer.layer)
		.more.flatMap(({ key, kind }) => {
			const value = told(layer, key);
			if (value === undefined || SAID.includes(key)) return [];
			const label = settingWords(key, layer.layer).label.toLowerCase();
			if (kind === 'flag') return [value ? label : `no ${label}`];
			return [`${label} ${Array.isArray(value) ? value.join(' × ') : choiceWords(String(value))}`];
		})
		.join(' · ');
}
