/**
 * A CodeMirror for JSON in a shadow root, where its style sheets are adopted and the page's policy has nothing to
 * refuse. Loaded lazily; knows text and marked ranges, and nothing of documents.
 */
import { json } from '@codemirror/lang-json';
import { EditorState, Prec, StateEffect, StateField } from '@codemirror/state';
import {
	Decoration,
	EditorView,
	MatchDecorator,
	ViewPlugin,
	keymap,
	lineNumbers,
	type DecorationSet,
	type ViewUpdate,
} from '@codemirror/view';
import { minimalSetup } from 'codemirror';

export interface Range {
	readonly from: number;
	readonly to: number;
}

export interface JsonEditor {
	text(): string;
	replace(text: string): void;
	/** Underlines the ranges and tints their first lines. */
	mark(ranges: readonly Range[]): void;
	/** Puts the caret there, in view. */
	reveal(offset: number): void;
	destroy(): void;
}

export interface JsonEditorOptions {
	readonly label: string;
	readonly text: string;
	readonly readOnly: boolean;
	readonly oninput: (text: string) => void;
	/** Ctrl or ⌘ with Enter. */
	readonly onapply: () => void;
}

const setMarks = StateEffect.define<readonly Range[]>();

const marks = StateField.define<DecorationSet>({
	create: () => Decoration.none,
	update(current, transaction) {
		let next = current.map(transaction.changes);
		for (const effect of transaction.effects) {
			if (!effect.is(setMarks)) continue;
			const { doc } = transaction.state;
			next = Decoration.set(
				effect.value.flatMap(({ from, to }) => {
					const line = doc.lineAt(Math.min(from, doc.length));
					const end = Math.min(to, line.to);
					const whole = Decoration.line({ class: 'refused-line' }).range(line.from);
					return end > from ? [whole, Decoration.mark({ class: 'refused' }).range(from, end)] : [whole];
				}),
				true,
			);
		}
		return next;
	},
	provide: (field) => EditorView.decorations.from(field),
});

const TOKENS =
	/"(?:[^"\\\n]|\\.)*"(?=\s*:)|"(?:[^"\\\n]|\\.)*"|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const matcher = new MatchDecorator({
	regexp: TOKENS,
	decoration: (match) => {
		const rest = match.input.slice(match.index + match[0].length);
		const kind = match[0].startsWith('"') ? (/^\s*:/.test(rest) ? 'key' : 'text') : 'literal';
		return Decoration.mark({ class: `j-${kind}` });
	},
});

const tokens = ViewPlugin.fromClass(
	class {
		decorations: DecorationSet;
		constructor(view: EditorView) {
			this.decorations = matcher.createDeco(view);
		}
		update(update: ViewUpdate) {
			this.decorations = matcher.updateDeco(update, this.decorations);
		}
	},
	{ decorations: (plugin) => plugin.decorations },
);

const theme = EditorView.theme({
	'&': { height: '100%', background: 'var(--surface)', color: 'var(--text)', fontSize: '12px' },
	'&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
	'.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '18px', overflow: 'auto' },
	'.cm-gutters': { background: 'var(--surface-2)', color: 'var(--text-3)', border: '0' },
	'.cm-content': { caretColor: 'var(--accent)', padding: '8px 0' },
	'.cm-cursor': { borderLeftColor: 'var(--accent)' },
	'&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
		background: 'var(--accent-2) !important',
	},
	'.cm-line span': { color: 'inherit !important', textDecoration: 'none' },
	'.cm-line .j-key': { color: 'var(--text) !important' },
	'.cm-line .j-text': { color: 'var(--accent-ink) !important' },
	'.cm-line .j-literal': { fontWeight: '600' },
	'.refused-line': { background: 'var(--bad-2)' },
	'.cm-line .refused': { textDecoration: 'underline wavy var(--bad)', textUnderlineOffset: '3px' },
});

/** Mounts an editor into a shadow root of the host, which must have none yet. */
export function mountJsonEditor(host: HTMLElement, options: JsonEditorOptions): JsonEditor {
	const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
	const view = new EditorView({
		parent: root,
		root,
		state: EditorState.create({
			doc: options.text,
			extensions: [
				Prec.highest(
					keymap.of([
						{
							key: 'Mod-Enter',
							run: () => {
								options.onapply();
								return true;
							},
						},
					]),
				),
				minimalSetup,
				lineNumbers(),
				json(),
				tokens,
				marks,
				theme,
				EditorState.readOnly.of(options.readOnly),
				EditorState.tabSize.of(2),
				EditorView.lineWrapping,
				EditorView.contentAttributes.of({
					'aria-label': options.label,
					'aria-multiline': 'true',
					tabindex: '0',
				}),
				EditorView.updateListener.of((update) => {
					if (update.docChanged) options.oninput(update.state.doc.toString());
				}),
			],
		}),
	});
	return {
		text: () => view.state.doc.toString(),
		replace(text) {
			if (text !== view.state.doc.toString())
				view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
		},
		mark(ranges) {
			const { length } = view.state.doc;
			const inside = ranges.map(({ from, to }) => ({
				from: Math.min(from, length),
				to: Math.min(to, length),
			}));
			view.dispatch({ effects: setMarks.of(inside) });
		},
		reveal(offset) {
			view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true });
			view.focus();
		},
		destroy: () => view.destroy(),
	};
}
