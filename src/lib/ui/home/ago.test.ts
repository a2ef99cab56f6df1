import { describe, expect, it } from 'vitest';
import { ago } from './ago';

const at = (text: string) => new Date(text).getTime();
const now = at('2026-11-21T14:00:00');

describe('ago', () => {
	it.each([
		['2026-11-21T13:59:40', 'just now'],
		['2026-11-21T13:58:00', '2 minutes ago'],
		['2026-11-21T11:30:00', '2 hours ago'],
		['2026-11-20T23:00:00', 'yesterday'],
		['2026-11-18T09:00:00', '3 days ago'],
		['2026-11-03T09:00:00', '3 November'],
		['2025-11-03T09:00:00', '3 November 2025'],
		['2026-11-21T15:00:00', 'just now'],
	])('%s is %s', (then, words) => expect(ago(at(then), now)).toBe(words));
});
