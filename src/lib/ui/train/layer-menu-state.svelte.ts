/** How the menu of layers opens, searches, moves and closes. The component draws it beside the button that opened it. */
import { findLayers, type MenuEntry } from './layer-words';

/** Where it stands, in pixels of the window; above the button where there is more room. */
export interface Placement {
	readonly left: number;
	readonly top: number | null;
	readonly bottom: number | null;
	readonly height: number;
}

const WIDTH = 340;
const TALLEST = 440;
const GAP = 4;
const EDGE = 12;

export class LayerMenuState {
	open = $state(false);
	#typed = $state('');
	at = $state(0);
	place = $state.raw<Placement | null>(null);
	/** Position in the list of layers the chosen one is added at. */
	index = $state<number | null>(null);
	readonly found = $derived(findLayers(this.#typed));
	#trigger: HTMLElement | null = null;
	#box: HTMLElement | null = null;

	get typed(): string {
		return this.#typed;
	}
	set typed(text: string) {
		this.#typed = text;
		this.at = 0;
	}

	/** For the box; its field takes the focus when it appears. */
	readonly box = (node: HTMLElement) => {
		this.#box = node;
		node.querySelector('input')?.focus();
		return () => (this.#box = null);
	};

	/** @param index where the layer goes; null is before the output */
	show(trigger: HTMLElement, index: number | null = null): void {
		this.#trigger = trigger;
		this.index = index;
		this.typed = '';
		this.settle();
		this.open = true;
	}

	/** Measures again after the page moved under it. */
	settle(): void {
		if (!this.#trigger) return;
		const { left, top, bottom } = this.#trigger.getBoundingClientRect();
		const { innerWidth, innerHeight } = window;
		const below = innerHeight - bottom - GAP - EDGE;
		const above = top - GAP - EDGE;
		const up = below < 280 && above > below;
		this.place = {
			left: Math.max(EDGE, Math.min(left, innerWidth - WIDTH - EDGE)),
			top: up ? null : bottom + GAP,
			bottom: up ? innerHeight - top + GAP : null,
			height: Math.min(TALLEST, up ? above : below),
		};
	}

	close(giveBack = true): void {
		if (!this.open) return;
		this.open = false;
		if (giveBack) this.#trigger?.focus();
	}

	/** The chosen entry, after closing; the focus is the caller's. */
	choose(entry: MenuEntry | undefined, act: (entry: MenuEntry, index: number | null) => void): void {
		if (!entry) return;
		this.close(false);
		act(entry, this.index);
	}

	key(event: KeyboardEvent, act: (entry: MenuEntry, index: number | null) => void): void {
		const { found } = this;
		const go = (to: number) => (this.at = found.length ? (to + found.length) % found.length : 0);
		if (event.key === 'ArrowDown') go(this.at + 1);
		else if (event.key === 'ArrowUp') go(this.at - 1);
		else if (event.key === 'PageDown') go(Math.min(found.length - 1, this.at + 8));
		else if (event.key === 'PageUp') go(Math.max(0, this.at - 8));
		else if (event.key === 'Enter') this.choose(found[this.at], act);
		else if (event.key === 'Escape') this.close();
		else if (event.key === 'Tab') return this.close();
		else return;
		event.preventDefault();
		event.stopPropagation();
		queueMicrotask(() =>
			this.#box?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
		);
	}

	/** A pointer pressed anywhere: outside closes. */
	press(event: PointerEvent): void {
		const target = event.target as Node;
		if (!this.#box?.contains(target) && !this.#trigger?.contains(target)) this.close(false);
	}
}
