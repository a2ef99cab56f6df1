/** Which dialog of the shell is open, and the code of each, fetched when it is first needed. */

/** What the project dialogs can be about. */
export type ProjectDialog = 'new' | 'rename' | 'delete';
const PROJECT_DIALOGS: readonly (string | null)[] = ['new', 'rename', 'delete'] satisfies ProjectDialog[];
const isProjectDialog = (overlay: Overlay | null): overlay is ProjectDialog =>
	PROJECT_DIALOGS.includes(overlay);

export type Overlay = 'palette' | 'keys' | 'paste' | ProjectDialog;

class Overlays {
	current = $state<Overlay | null>(null);
	/** The project dialog, when the open one is one of those. */
	readonly projectDialog = $derived(isProjectDialog(this.current) ? this.current : null);
	/** The project a rename or delete is about. */
	project = $state.raw<{ readonly id: string; readonly name: string } | null>(null);

	open(overlay: Overlay, project: { id: string; name: string } | null = null): void {
		this.project = project;
		this.current = overlay;
	}

	toggle(overlay: Overlay): void {
		if (this.current === overlay) this.close();
		else this.open(overlay);
	}

	close(): void {
		this.current = null;
	}
}

export const overlays = new Overlays();
