/**
 * A short list of English words that say little about what a text is about, written for this project; it is not
 * scikit-learn's list. Parts that the usual way of finding words leaves of "don't" and "we've" are in it.
 */
export const SHORT_ENGLISH: readonly string[] = (
	'a an the this that these those and or but if so than as at by for from in into of off on onto out over to up with ' +
	'about after before between under is am are was were be been being do does did have has had will would shall ' +
	'should can could may might must i you he she it we they me him her us them my your his its our their mine yours ' +
	'who whom which what when where why how not no nor only too very just also then there here don doesn didn isn ' +
	'aren wasn weren won wouldn shouldn couldn ve ll re'
).split(' ');
