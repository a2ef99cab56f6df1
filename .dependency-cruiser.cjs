// Import directions: routes → ui → commands → (workers, storage) → engine.
const rooms = {
	routes: '^src/routes',
	ui: '^src/lib/ui',
	commands: '^src/lib/commands',
	workers: '^src/lib/workers',
	storage: '^src/lib/storage',
	engine: '^src/lib/engine',
};
const forbid = (from, ...to) => ({
	name: `${from}-stays-below`,
	severity: 'error',
	from: { path: rooms[from] },
	to: { path: to.map((room) => rooms[room]) },
});
module.exports = {
	forbidden: [
		{
			name: 'no-cycles',
			severity: 'error',
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
		},
		forbid('engine', 'storage', 'workers', 'commands', 'ui', 'routes'),
		forbid('storage', 'workers', 'commands', 'ui', 'routes'),
		forbid('workers', 'commands', 'ui', 'routes'),
		forbid('commands', 'ui', 'routes'),
		forbid('ui', 'routes'),
		{
			name: 'engine-is-pure',
			comment: 'No page, Svelte, storage or thread library in the engine.',
			severity: 'error',
			from: { path: rooms.engine, pathNot: '\\.test\\.ts$' },
			to: {
				path: '^(svelte|@sveltejs|idb|comlink|echarts|bits-ui|@duckdb)',
				dependencyTypesNot: ['type-only'],
			},
		},
		{
			name: 'node-builtins-outside-scripts',
			severity: 'error',
			from: { path: '^src', pathNot: '\\.test\\.ts$' },
			to: { dependencyTypes: ['core'] },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		exclude: { path: '\\.svelte-kit' },
	},
};
