/** How a menu of actions opens, moves and closes by keys and pointer. The component draws it. */
export class MenuState {
	open = $state(false);
	#list: HTMLElement | null = null;
	#trigger: HTMLElement | null = null;

	/** For the button that opens the menu. */
	readonly trigger = (node: HTMLElement) => {
		this.#trigger = node;
		return () => (this.#trigger = null);
	};

	/** For the list; its first item takes the focus when it appears. */
	readonly list = (node: HTMLElement) => {
		this.#list = node;
		this.#items()[0]?.focus();
		return () => (this.#list = null);
	};

	toggle(): void {
		this.open = !this.open;
	}

	/** Closes and, unless focus went elsewhere by itself, gives it back to the button. */
	close(giveBack = true): void {
		if (!this.open) return;
		this.open = false;
		if (giveBack) this.#trigger?.focus();
	}

	/** Keys inside the list: arrows and Home/End move, letters jump, Esc and Tab close. */
	key(event: KeyboardEvent): void {
		const items = this.#items();
		const at = items.indexOf(document.activeElement as HTMLElement);
		const go = (index: number) => items.at(index % items.length)?.focus();
		if (event.key === 'ArrowDown') go(at + 1);
		else if (event.key === 'ArrowUp') go(at - 1);
		else if (event.key === 'Home') go(0);
		else if (event.key === 'End') go(-1);
		else if (event.key === 'Escape') this.close();
		else if (event.key === 'Tab') return this.close(false);
		else if (/^\p{L}$/u.test(event.key)) {
			const letter = event.key.toLowerCase();
			const next = [...items.slice(at + 1), ...items].find((item) =>
				item.textContent.trim().toLowerCase().startsWith(letter),
			);
			next?.focus();
		} else return;
		event.preventDefault();
		event.stopPropagation();
	}

	/** A pointer pressed anywhere: outside closes. */
	press(event: PointerEvent): void {
		const target = event.target as Node;
		if (!this.#list?.contains(target) && !this.#trigger?.contains(target)) this.close(false);
	}

	#items(): HTMLElement[] {
		return [
			...(this.#list?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])') ?? []),
		];
	}
}
