/**
 * The list of layers as it is worked with: which one is open, where the keyboard goes after a layer came, went or moved,
 * and what is said aloud about it. Edits go to the model.
 */
import { tick } from 'svelte';
import type { Layer } from '$lib/engine/schema/layer';
import { addLayer, hidden, moveLayer, removeLayer } from './model-edit';
import { layerName, type MenuEntry } from './layer-words';
import type { Model } from './model.svelte';

export class LayerListState {
	/** Which layers show all their settings. */
	opened = $state.raw<readonly number[]>([]);
	/** Said aloud after a change. */
	said = $state('');
	#list: HTMLElement | null = null;
	readonly #model: Model;

	constructor(model: Model) {
		this.#model = model;
	}

	/** For the list element. */
	readonly list = (node: HTMLElement) => {
		this.#list = node;
		return () => (this.#list = null);
	};

	get layers(): Layer[] {
		return hidden(this.#model.architecture);
	}

	isOpen(index: number): boolean {
		return this.opened.includes(index);
	}

	toggle(index: number): void {
		this.opened = this.isOpen(index) ? this.opened.filter((each) => each !== index) : [...this.opened, index];
	}

	/** Adds before the output, or at `at`, and goes to the new layer. */
	add({ fresh, name }: MenuEntry, at = this.layers.length): void {
		const { architecture, table } = this.#model;
		const given = (at === 0 ? table.inputs[0] : table.layers[at - 1]?.shape) ?? null;
		this.#shift(at, 1);
		this.#model.edit(addLayer(architecture, fresh, given, at));
		this.said = `${name} added as layer ${at + 1}`;
		void this.#focus(at, 'input, select, button');
	}

	/** The same layer again below, without its name. */
	repeat(index: number): void {
		const layer = this.layers[index];
		if (!layer) return;
		const { name: _, ...bare } = layer as Layer & { name?: string };
		const layers = this.layers.toSpliced(index + 1, 0, bare as Layer);
		const { architecture } = this.#model;
		this.#shift(index + 1, 1);
		this.#model.edit({ ...architecture, layers: [...layers, ...architecture.layers.slice(-1)] });
		this.said = `${layerName(layer)} repeated as layer ${index + 2}`;
		void this.#focus(index + 1, 'input, select, button');
	}

	/** Takes a layer out; the keyboard goes on to the next one, or to where layers are added. */
	remove(index: number): void {
		const layer = this.layers[index];
		this.#shift(index, -1);
		this.#model.edit(removeLayer(this.#model.architecture, index));
		if (layer) this.said = `${layerName(layer)} removed`;
		void this.#focus(Math.min(index, this.layers.length - 1), '[data-act="remove"]');
	}

	/** Moves a layer by one place; the keyboard stays on what moved it. */
	move(index: number, by: -1 | 1): void {
		const to = index + by;
		if (to < 0 || to >= this.layers.length) return;
		this.opened = this.opened.map((each) => (each === index ? to : each === to ? index : each));
		const held = document.activeElement?.getAttribute('data-act');
		this.#model.edit(moveLayer(this.#model.architecture, index, by));
		const moved = this.layers[to];
		if (moved) this.said = `${layerName(moved)} is layer ${to + 1} now`;
		const wanted = held ? `[data-act="${held}"]:not([disabled])` : 'input, select';
		void this.#focus(to, wanted, '[data-act]:not([disabled])');
	}

	/** Alt with an arrow moves the layer the keyboard is in. */
	key(event: KeyboardEvent, index: number): void {
		if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
		event.preventDefault();
		event.stopPropagation();
		this.move(index, event.key === 'ArrowUp' ? -1 : 1);
	}

	/** What is open follows its layer when one comes (1) or goes (−1) at an index. */
	#shift(at: number, by: 1 | -1): void {
		this.opened = this.opened
			.filter((index) => by === 1 || index !== at)
			.map((index) => (index >= at ? index + by : index));
	}

	async #focus(index: number, ...wanted: string[]): Promise<void> {
		await tick();
		const row = index < 0 ? null : this.#list?.querySelectorAll<HTMLElement>(':scope > li').item(index);
		const found = row && wanted.map((each) => row.querySelector<HTMLElement>(each)).find((each) => each);
		const fallback = this.#list?.parentElement?.querySelector<HTMLElement>('[data-add]');
		(found ?? fallback)?.focus();
	}
}
