/**
 * A durable action, once. Buttons, the palette, keys and tests all call the same entry.
 * `run` throws a BenchtopError or does the whole thing; the undo it gives back is shown with the toast.
 */
import type { World } from './world';

export interface Command<Input = void, Output = void> {
	/** "runs.star": noun, dot, verb. */
	readonly id: string;
	/** Verb first, as on the button: "Train baseline". */
	readonly label: string;
	/** Key as shown, when it has one: "⌘S", "g d". */
	readonly key?: string;
	run(world: World, input: Input): Promise<Output>;
}
