/**
 * Where an export is written: a file of the origin's private file system where there is one, so that a large project
 * is never in memory, else Blob parts. Small writes are gathered into pieces of 4 MB.
 */
const PIECE = 4 * 2 ** 20;
const FOLDER = 'exports';
/** Finished exports are kept this long for the download to read; then the next export removes them. */
const KEEP_MS = 15 * 60_000;

export interface Sink {
	readonly writable: WritableStream<Uint8Array<ArrayBuffer>>;
	/** The finished file under this name. */
	finish(name: string): Promise<File>;
	/** Removes what was written. */
	discard(): Promise<void>;
}

const TYPE = 'application/zip';

/** A stream that hands `take` pieces of 4 MB. */
function gather(
	take: (piece: Uint8Array<ArrayBuffer>) => void | Promise<void>,
): WritableStream<Uint8Array<ArrayBuffer>> {
	let buffer = new Uint8Array(PIECE);
	let used = 0;
	const flush = async () => {
		const piece = buffer.subarray(0, used);
		buffer = new Uint8Array(PIECE);
		used = 0;
		await take(piece);
	};
	return new WritableStream({
		async write(chunk) {
			for (let at = 0; at < chunk.length;) {
				const taken = Math.min(PIECE - used, chunk.length - at);
				buffer.set(chunk.subarray(at, at + taken), used);
				used += taken;
				at += taken;
				if (used === PIECE) await flush();
			}
		},
		close: flush,
	});
}

function blobSink(): Sink {
	const parts: Blob[] = [];
	return {
		writable: gather((piece) => void parts.push(new Blob([piece]))),
		finish: (name) => Promise.resolve(new File(parts, name, { type: TYPE })),
		discard: () => Promise.resolve(void (parts.length = 0)),
	};
}

async function removeOld(folder: FileSystemDirectoryHandle): Promise<void> {
	for await (const [name, handle] of folder.entries()) {
		if (handle.kind !== 'file') continue;
		const { lastModified } = await (handle as FileSystemFileHandle).getFile();
		if (Date.now() - lastModified > KEEP_MS) await folder.removeEntry(name).catch(() => undefined);
	}
}

/** Only dedicated workers have this, and only their type library knows it. */
interface SyncFile {
	write(piece: Uint8Array, options: { at: number }): number;
	flush(): void;
	close(): void;
}
type SyncHandle = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncFile> };

async function fileSink(): Promise<Sink> {
	const root = await navigator.storage.getDirectory();
	const folder = await root.getDirectoryHandle(FOLDER, { create: true });
	await removeOld(folder);
	const name = `${crypto.randomUUID()}.zip`;
	const handle = (await folder.getFileHandle(name, { create: true })) as SyncHandle;
	const access = await handle.createSyncAccessHandle();
	let at = 0;
	return {
		writable: gather((piece) => {
			const written = access.write(piece, { at });
			if (written !== piece.length) throw new DOMException('The disk is full', 'QuotaExceededError');
			at += written;
		}),
		async finish(as) {
			access.flush();
			access.close();
			return new File([await handle.getFile()], as, { type: TYPE });
		},
		async discard() {
			access.close();
			await folder.removeEntry(name).catch(() => undefined);
		},
	};
}

/** The best sink this thread has. */
export async function openSink(): Promise<Sink> {
	if (
		typeof FileSystemFileHandle === 'undefined' ||
		!('createSyncAccessHandle' in FileSystemFileHandle.prototype)
	)
		return blobSink();
	return fileSink().catch(() => blobSink());
}
