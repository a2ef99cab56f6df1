/**
 * Keys of the whole app. Single letters work outside fields and dialogs only and can be switched off
 * (WCAG 2.1.4); keys held with ⌘ or Ctrl always work.
 */
import { exportProject } from '$lib/commands/project';
import { isInField } from '$lib/ui/parts/field';
import { app } from '$lib/ui/state/app.svelte';
import { intake } from './intake.svelte';
import { overlays } from './overlays.svelte';
import { go, PLACES } from './places';
import { holdsCommand } from './platform';
import { queryBar } from './query-bar.svelte';
import type { UndoStack } from './undo-stack.svelte';

const STORED = 'letter-keys';
/** How long the second key of "g d" may take, ms. */
const CHORD = 1200;

function remembered(): boolean {
	try {
		return localStorage.getItem(STORED) !== 'off';
	} catch {
		return true;
	}
}

const isInDialog = (target: EventTarget | null): boolean =>
	target instanceof Element &&
	target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;

export class Keys {
	letters = $state(remembered());
	#goUntil = 0;

	constructor(private readonly undo: UndoStack) {}

	useLetters(on: boolean): void {
		this.letters = on;
		try {
			localStorage.setItem(STORED, on ? 'on' : 'off');
		} catch {
			// Kept for this visit only.
		}
	}

	press(event: KeyboardEvent): void {
		if (event.defaultPrevented) return;
		const handled = holdsCommand(event) ? this.#held(event) : this.#plain(event);
		if (handled) event.preventDefault();
	}

	#held(event: KeyboardEvent): boolean {
		const key = event.key.toLowerCase();
		if (key === 'k') {
			overlays.toggle('palette');
			return true;
		}
		if (isInDialog(event.target)) return false;
		if (key === 'z' && !event.shiftKey && !isInField(event) && this.undo.last) {
			void this.undo.undo();
			return true;
		}
		if (key === 'o') {
			intake.choose();
			return true;
		}
		const project = app.contents?.project.id;
		if (key === 's' && project) {
			void app.run(exportProject, { project });
			return true;
		}
		return false;
	}

	/** Esc where no dialog is open: stops the newest work that can be stopped, else sends the newest message away. */
	#escape(): boolean {
		const { activity, notices } = app;
		const [toast] = notices.toasts;
		if (activity.stoppable) activity.stoppable.cancel();
		else if (toast) notices.dismissToast(toast.key);
		else return false;
		return true;
	}

	#plain(event: KeyboardEvent): boolean {
		if (event.ctrlKey || event.metaKey || event.altKey) return false;
		if (isInField(event) || isInDialog(event.target)) return false;
		if (event.key === 'Escape') return this.#escape();
		if (!this.letters) return false;
		if (event.timeStamp < this.#goUntil) {
			this.#goUntil = 0;
			const place = PLACES.find(({ key }) => key === event.key);
			if (place) void go(place.path);
			else if (event.key === 'h') void go('/');
			else return false;
			return true;
		}
		if (event.key === 'g') this.#goUntil = event.timeStamp + CHORD;
		else if (event.key === '?') overlays.open('keys');
		else if (event.key === '/') {
			if (!queryBar.focus()) overlays.open('palette');
		} else return false;
		return true;
	}
}
