// Serves the built site with the headers a host should send. Usage: node scripts/serve.mjs [port] [base]
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { ROOT } from './install.mjs';

/** @type {Record<string, string>} */
const TYPES = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.mjs': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.json': 'application/json',
	'.webmanifest': 'application/manifest+json',
	'.wasm': 'application/wasm',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.woff2': 'font/woff2',
	'.csv': 'text/csv; charset=utf-8',
};

/** A page carries its own policy in a meta tag; a worker script needs it as a header. */
export const WORKER_CSP =
	"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; object-src 'none'";

/** @param {string} path @param {string} url */
function headers(path, url) {
	const type = TYPES[extname(path)] ?? 'application/octet-stream';
	const hashed = url.includes('/_app/immutable/');
	return {
		'Content-Type': type,
		'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'no-referrer',
		...(hashed && /worker/i.test(url) && extname(path) === '.js'
			? { 'Content-Security-Policy': WORKER_CSP }
			: {}),
	};
}

/** @returns {Promise<import('node:http').Server>} listening on 127.0.0.1 and ::1 alike */
export function serve({ port = 4173, base = '', folder = join(ROOT, 'build') } = {}) {
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://localhost');
		const path = decodeURIComponent(url.pathname);
		if (base && path === base) return response.writeHead(308, { Location: `${base}/` }).end();
		if (!path.startsWith(`${base}/`)) return response.writeHead(404).end('Not found');
		let file = normalize(join(folder, path.slice(base.length)));
		if (!file.startsWith(folder)) return response.writeHead(403).end('Refused');
		if (existsSync(file) && statSync(file).isDirectory()) {
			if (!path.endsWith('/')) return response.writeHead(308, { Location: `${path}/${url.search}` }).end();
			file = join(file, 'index.html');
		}
		if (!existsSync(file)) {
			const fallback = join(folder, '404.html');
			response.writeHead(404, headers(fallback, path));
			return createReadStream(fallback).pipe(response);
		}
		response.writeHead(200, { ...headers(file, path), 'Content-Length': statSync(file).size });
		if (request.method === 'HEAD') return response.end();
		return createReadStream(file).pipe(response);
	});
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, () => resolve(server));
	});
}

if (process.argv[1]?.endsWith('serve.mjs')) {
	const [port = '4173', base = ''] = process.argv.slice(2);
	await serve({ port: Number(port), base });
	console.log(`http://localhost:${port}${base}/`);
}
