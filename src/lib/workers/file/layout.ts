/**
 * Where things lie in a project file, and how much of one is accepted. Paths are relative to the one root folder.
 * Entries are in order of their path, except the last three, which are about the others: README.md,
 * ro-crate-metadata.json, manifest.json.
 */
import * as v from 'valibot';
import { BenchtopError } from '../../engine/errors/error';

/** The format this program writes. */
export const FORMAT = 1;

export const MANIFEST = 'manifest.json';
export const CRATE = 'ro-crate-metadata.json';
export const README = 'README.md';
export const PROJECT = 'project.json';

/** One JSON Lines file per store of small records. */
export const META = ['annotations', 'architectures', 'datasets', 'experiments', 'jobs', 'runs'] as const;
export type MetaName = (typeof META)[number];
export const metaPath = (name: MetaName): string => `meta/${name}.jsonl`;

const hex = (id: string): string => id.replace(/^sha256:/, '');
export const dataPath = (sha256: string): string => `data/${sha256}.parquet`;
export const pipelinePath = (id: string): string => `pipelines/${hex(id)}.json`;
export const fittedPath = (id: string, fold?: number): string =>
	`pipelines/${hex(id)}${fold === undefined ? '' : `.fold-${fold}`}.fitted.json`;
/** The folds that runs of a pipeline were trained on, ascending; one undefined without folds. */
export const foldsOf = (runs: readonly { pipeline: string; fold?: number | undefined }[], pipeline: string) =>
	[...new Set(runs.filter((run) => run.pipeline === pipeline).map(({ fold }) => fold))].sort(
		(a = -1, b = -1) => a - b,
	);
export const splitPath = (id: string): string => `splits/${hex(id)}.parquet`;
export const runPath = (id: string, name: string): string => `runs/${hex(id)}/${name}`;

export const LIMITS = {
	entries: 200_000,
	/** Bytes of all entries, unpacked. */
	bytes: 16 * 2 ** 30,
	/** Unpacked bytes per packed byte, for entries above 1 MB. */
	ratio: 200,
	/** Bytes of one entry that is held in memory at once; data entries are streamed and may be larger. */
	inMemory: 2 ** 29,
} as const;

export const manifestSchema = v.object({
	kind: v.literal('benchtop-project'),
	format: v.pipe(v.number(), v.integer(), v.minValue(1)),
	engineVersion: v.string(),
	entries: v.array(
		v.object({
			path: v.string(),
			bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
			sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
		}),
	),
});
export type Manifest = v.InferOutput<typeof manifestSchema>;
export type Listed = Manifest['entries'][number];

/** The project's name as a folder and file name: lower-case letters, digits and dashes. */
export function slug(name: string): string {
	const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
	return (
		plain
			.replace(/[^\p{L}\p{N}]+/gu, '-')
			.replace(/^-+|-+$/g, '')
			.slice(0, 80)
			.replace(/-+$/, '') || 'project'
	);
}

/** Why a path may not stand in a project file, or null when it may. */
export function pathFault(path: string): string | null {
	if (path === '' || path.length > 300) return 'is empty or too long';
	if (path.includes('\\')) return 'has a backslash';
	if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute';
	if (/\p{Cc}/u.test(path)) return 'has a control character';
	const parts = path.split('/');
	if (parts.some((part) => part === '..' || part === '.' || part === '')) return 'leaves its folder';
	if (parts.length < 2) return 'is outside the root folder';
	return null;
}

/** A refusal of the file at hand. */
export type Refuse = (
	code:
		| 'not-a-file'
		| 'no-manifest'
		| 'newer'
		| 'damaged'
		| 'unsafe-path'
		| 'too-large'
		| 'invalid'
		| 'inconsistent',
	operands?: Record<string, string | number>,
	cause?: unknown,
) => BenchtopError;

export const refusing =
	(file: string): Refuse =>
	(code, operands = {}, cause) =>
		new BenchtopError(`project.${code}`, { file, ...operands }, { cause });
