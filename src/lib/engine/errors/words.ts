/**
 * What errors say. The page's own words are always there; those of the engine register themselves where the engine runs
 * (engine-words.ts), so that a first visit does not load them.
 */
import type { EngineCode } from './engine-words';
import { PAGE_WORDS } from './page-words';

export type ErrorCode = keyof typeof PAGE_WORDS | EngineCode;

const words: Partial<Record<ErrorCode, string>> = { ...PAGE_WORDS };

/** Adds words; said once by the module that holds them. */
export const addWords = (more: Partial<Record<ErrorCode, string>>): void => {
	Object.assign(words, more);
};

/** What is said of a code; undefined where its words are not loaded. */
export const wordsOf = (code: ErrorCode): string | undefined => words[code];
