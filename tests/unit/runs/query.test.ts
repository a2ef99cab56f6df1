import { describe, expect, it } from 'vitest';
import { BenchtopError } from '../../../src/lib/engine/errors/error';
import { matches, parseQuery } from '../../../src/lib/ui/runs/query';
import { metricNames, runRows } from '../../../src/lib/ui/runs/row';
import { contentsOf, idOf, NETS, runOf } from './project-contents';

const contents = contentsOf([
	runOf('aaaa', {}, 0.9),
	runOf('bbbb', { repeat: 1, bestEpoch: 30 }, 0.7),
	runOf(
		'cccc',
		{
			architecture: NETS.baseline,
			ended: 'closed form',
			bestEpoch: 0,
			environment: { executor: 'closed-form', fingerprint: '', engineVersion: '1', userAgent: '' },
		},
		0.5,
	),
	runOf('dddd', { target: 'price of house' }, null),
]);
const rows = runRows(
	contents,
	new Map([
		[idOf('aaaa'), { run: idOf('aaaa'), starred: true, archived: false, note: 'keep this one' }],
		[idOf('bbbb'), { run: idOf('bbbb'), starred: false, archived: true, note: '' }],
	]),
);
const metrics = metricNames(rows);
const found = (text: string): string[] => {
	const query = parseQuery(text, metrics);
	return rows.filter((row) => matches(query, row)).map(({ short }) => short);
};
const refusal = (text: string): BenchtopError => {
	try {
		parseQuery(text, metrics);
	} catch (thrown) {
		if (thrown instanceof BenchtopError) return thrown;
	}
	throw new Error(`${text} was understood`);
};

describe('the query language of Runs', () => {
	it.each([
		['', ['aaaa', 'cccc', 'dddd']],
		['archived', ['bbbb']],
		['-archived', ['aaaa', 'cccc', 'dddd']],
		['starred', ['aaaa']],
		['-starred -baseline', ['dddd']],
		['baseline', ['cccc']],
		['noted', ['aaaa']],
		['valid.rocAuc > .8', ['aaaa']],
		['valid.rocauc>.8', ['aaaa']],
		['valid.roc_auc >= .5', ['aaaa', 'cccc']],
		['valid.auc < 0.6', ['cccc']],
		['validation.accuracy = .75 starred', ['aaaa']],
		['test.auc != .77', []],
		['epoch > 1', ['aaaa', 'dddd']],
		['net:small', ['aaaa', 'dddd']],
		['target:"price of"', ['dddd']],
		['"keep this"', ['aaaa']],
		['net:SMALL valid > .8', ['aaaa']],
		['backend:closed', ['cccc']],
		['aaa', ['aaaa']],
		['majority', ['cccc']],
		['-majority', ['aaaa', 'dddd']],
		['constructor', []],
		['repeat = 2 archived', ['bbbb']],
	])('%s', (text, expected) => expect(found(text)).toEqual(expected));

	it('never finds a run by a metric it does not have', () => {
		expect(found('valid.rocAuc < 2')).not.toContain('dddd');
		expect(found('valid.rocAuc != .1')).not.toContain('dddd');
	});

	it('suggests the nearest field', () => {
		const error = refusal('valid.acuracy > .8');
		expect(error.code).toBe('runs.query-field');
		expect(error.message).toContain('valid.accuracy');
		expect(refusal('valid.acc > .8').operands['suggestion']).toBe('valid.accuracy');
		expect(refusal('nett:small').operands['suggestion']).toBe('net');
	});

	it('asks for a number where one belongs', () => {
		expect(refusal('epoch > many').code).toBe('runs.query-number');
		expect(refusal('epoch >').code).toBe('runs.query-number');
	});

	it('refuses a sign without a field', () => expect(refusal('> .8').code).toBe('runs.query-syntax'));
});
