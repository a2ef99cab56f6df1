// Lint rules. The import directions of docs/architecture.md live in .dependency-cruiser.cjs.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const impure = [
	{ object: 'Math', property: 'random', message: 'Engine chance is seeded: use random/stream.ts.' },
	{ object: 'Date', property: 'now', message: 'The engine has no clock: take a Clock port.' },
	{ object: 'performance', property: 'now', message: 'The engine has no clock: take a Clock port.' },
];

/** Keeps from a file what would let a step say itself which rows train. */
const scopeGivenBy = (...importNames) => ({
	'no-restricted-imports': [
		'error',
		{
			patterns: [
				{
					group: ['**/check/fit-scope'],
					importNames,
					message:
						'Only the split says which rows train, and only the run of a pipeline what becomes of them.',
				},
			],
		},
	],
});

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', 'shots/', 'test-results/'] },
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node, ...globals.worker } },
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'no-undef': 'off',
			eqeqeq: ['error', 'always', { null: 'ignore' }],
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
		rules: { 'svelte/no-at-html-tags': 'error', 'svelte/no-navigation-without-resolve': 'off' },
	},
	{
		files: ['src/lib/engine/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: {
			'no-restricted-properties': ['error', ...impure],
			'no-restricted-globals': [
				'error',
				...[
					'window',
					'document',
					'indexedDB',
					'localStorage',
					'sessionStorage',
					'navigator',
					'fetch',
					'setTimeout',
					'setInterval',
					'requestAnimationFrame',
				].map((name) => ({
					name,
					message: 'The engine runs in a worker and in Node, and touches neither page nor storage nor clock.',
				})),
			],
			'no-restricted-syntax': [
				'error',
				{
					selector: "NewExpression[callee.name='Date'][arguments.length=0]",
					message: 'The engine has no clock: take a Clock port.',
				},
				{
					selector:
						'TSAsExpression TSTypeReference[typeName.name=/^(TrainingRows|AllRows|TrainingBlock|Vocabulary)$/]',
					message: 'What a fit may read is given by check/fit-scope.ts, never claimed.',
				},
			],
		},
	},
	{
		files: ['src/**/*.ts', 'src/**/*.svelte'],
		ignores: ['**/*.test.ts', 'src/lib/engine/split/**'],
		rules: scopeGivenBy('trainingRows', 'mapRows', 'after'),
	},
	{
		// Here training rows get other numbers, and columns the steps before them.
		files: ['parts', 'fit-pipeline', 'fit-input', 'transform/run-transforms'].map(
			(name) => `src/lib/engine/prepare/${name}.ts`,
		),
		rules: scopeGivenBy('trainingRows'),
	},
	{ files: ['src/lib/engine/check/fit-scope.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
