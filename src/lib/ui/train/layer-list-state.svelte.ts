/**
 * The list of layers as it is worked with: which layer is which after others came, went or moved, which are open, where the
 * keyboard goes, and what is said aloud. Edits go to the model.
 */
import { tick } from 'svelte';
import type { Layer } from '$lib/engine/schema/layer';
import { layerName, type MenuEntry } from './layer-words';
import { addLayer, hidden, moveLayer, removeLayer } from './model-edit';
import type { Model } from './model.svelte';

/** The id of the output, which has no place in the list. */
export const OUTPUT = 'output';

export class LayerListState {
	/** Said aloud after a change. */
	said = $state('');
	/** Ids of the layers that show all their settings. */
	#opened = $state.raw<readonly string[]>([]);
	#ids = $state.raw<readonly string[]>([]);
	#made = 0;
	#list: HTMLElement | null = null;
	readonly #model: Model;
	readonly layers = $derived.by((): Layer[] => hidden(this.#model.architecture));
	/** One per layer, the same as long as the layer is there; new ones where the net was replaced from elsewhere. */
	readonly ids = $derived.by((): readonly string[] => {
		const { preset } = this.#model;
		const known = this.#ids.length === this.layers.length;
		return this.layers.map((_, index) => `${preset} ${known ? this.#ids[index] : index}`);
	});

	constructor(model: Model) {
		this.#model = model;
	}

	/** For the list element. */
	readonly list = (node: HTMLElement) => {
		this.#list = node;
		return () => (this.#list = null);
	};

	isOpen(id: string): boolean {
		return this.#opened.includes(id);
	}

	toggle(id: string): void {
		this.#opened = this.isOpen(id) ? this.#opened.filter((each) => each !== id) : [...this.#opened, id];
	}

	/** Adds before the output, or at `at`, and goes to the new layer. */
	add({ fresh, name }: MenuEntry, at = this.layers.length): void {
		const { architecture, table } = this.#model;
		const given = (at === 0 ? table.inputs[0] : table.layers[at - 1]?.shape) ?? null;
		this.#come(at);
		this.#model.edit(addLayer(architecture, fresh, given, at));
		this.said = `${name} added as layer ${at + 1}`;
		void this.#focus(at, 'input, select', 'button');
	}

	/** The same layer again below, without its name. */
	repeat(index: number): void {
		const layer = this.layers[index];
		if (!layer) return;
		const { name: _, ...bare } = layer as Layer & { name?: string };
		const layers = this.layers.toSpliced(index + 1, 0, bare as Layer);
		const { architecture } = this.#model;
		this.#come(index + 1);
		this.#model.edit({ ...architecture, layers: [...layers, ...architecture.layers.slice(-1)] });
		this.said = `${layerName(layer)} repeated as layer ${index + 2}`;
		void this.#focus(index + 1, 'input, select', 'button');
	}

	/** Takes a layer out; the keyboard goes on to the next one, or to where layers are added. */
	remove(index: number): void {
		const layer = this.layers[index];
		this.#ids = this.#own().toSpliced(index, 1);
		this.#model.edit(removeLayer(this.#model.architecture, index));
		if (layer) this.said = `${layerName(layer)} removed`;
		void this.#focus(Math.min(index, this.layers.length - 1), '[data-act="remove"]');
	}

	/** Moves a layer by one place; the keyboard stays where it was in it. */
	move(index: number, by: -1 | 1): void {
		const to = index + by;
		const layer = this.layers[index];
		if (!layer || to < 0 || to >= this.layers.length) return;
		const held = document.activeElement;
		const ids = this.#own();
		this.#ids = ids.toSpliced(index, 1).toSpliced(to, 0, ids[index] ?? '');
		this.#model.edit(moveLayer(this.#model.architecture, index, by));
		this.said = `${layerName(layer)} is layer ${to + 1} now`;
		void tick().then(() => {
			if (held instanceof HTMLElement && held.isConnected && !held.matches(':disabled')) held.focus();
			else void this.#focus(to, '[data-act]:not([disabled])');
		});
	}

	/** Alt with an arrow moves the layer the keyboard is in. */
	key(event: KeyboardEvent, index: number): void {
		if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
		event.preventDefault();
		event.stopPropagation();
		this.move(index, event.key === 'ArrowUp' ? -1 : 1);
	}

	/** The ids without the preset. */
	#own(): readonly string[] {
		return this.#ids.length === this.layers.length ? this.#ids : this.layers.map((_, index) => String(index));
	}

	#come(at: number): void {
		this.#ids = this.#own().toSpliced(at, 0, `new ${this.#made++}`);
	}

	async #focus(index: number, ...wanted: string[]): Promise<void> {
		await tick();
		const row = index < 0 ? null : this.#list?.querySelectorAll<HTMLElement>(':scope > li').item(index);
		const found = row && wanted.map((each) => row.querySelector<HTMLElement>(each)).find((each) => each);
		const fallback = this.#list?.parentElement?.querySelector<HTMLElement>('[data-add]');
		(found ?? fallback)?.focus();
	}
}
