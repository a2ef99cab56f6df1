/** Where a dotted path of a JSON value stands in its text, so that a refusal can point at the line. */

/** Character range of the value at the path; of its nearest ancestor in the text when the value itself is missing. */
export function locate(text: string, path: string): { from: number; to: number } {
	const wanted = path === '' ? [] : path.split('.');
	let best = { from: 0, to: text.length };
	let depth = -1;
	let at = 0;

	const space = () => {
		while (at < text.length && /\s/.test(text[at] ?? '')) at++;
	};
	const string = (): string => {
		const from = at++;
		while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
		at++;
		try {
			return JSON.parse(text.slice(from, at)) as string;
		} catch {
			return text.slice(from + 1, at - 1);
		}
	};
	const value = (level: number, onPath: boolean): void => {
		space();
		const from = at;
		if (text[at] === '{') members('}', level, onPath, true);
		else if (text[at] === '[') members(']', level, onPath, false);
		else if (text[at] === '"') string();
		else while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at++;
		if (onPath && level > depth) {
			depth = level;
			best = { from, to: at };
		}
	};
	const members = (close: string, level: number, onPath: boolean, keyed: boolean): void => {
		at++;
		for (let index = 0; at < text.length; index++) {
			space();
			if (text[at] === close) break;
			let name = String(index);
			if (keyed) {
				if (text[at] !== '"') return;
				name = string();
				space();
				if (text[at] === ':') at++;
			}
			value(level + 1, onPath && wanted[level] === name);
			space();
			if (text[at] === ',') at++;
			else if (text[at] !== close) return;
		}
		at++;
	};

	value(0, true);
	return best;
}

/** 1-based line and column of a character offset. */
export function lineOf(text: string, offset: number): { line: number; column: number } {
	const before = text.slice(0, offset).split('\n');
	return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The offset a JSON syntax error complains about, from the engine's words; the end of the text when they name none. */
export function syntaxOffset(text: string, message: string): number {
	const position = /position (\d+)/.exec(message)?.[1];
	if (position) return Math.min(text.length, Number(position));
	const line = /line (\d+) column (\d+)/.exec(message);
	if (!line) return text.length;
	const lines = text.split('\n').slice(0, Number(line[1]) - 1);
	return Math.min(text.length, lines.join('\n').length + (lines.length ? 1 : 0) + Number(line[2]) - 1);
}
