/** The page's content security policy does not reach workers; their scripts get one of their own here. */
const WORKER_POLICY = [
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"worker-src 'self'",
	"connect-src 'self'",
	"object-src 'none'",
].join('; ');

/** The response with the policy when it is a worker's script, otherwise as it is. */
export function withPolicy(request: Request, response: Response): Response {
	const isWorker = request.destination === 'worker' || request.destination === 'sharedworker';
	if (!isWorker || response.type === 'opaque' || response.status === 0) return response;
	const headers = new Headers(response.headers);
	headers.set('Content-Security-Policy', WORKER_POLICY);
	return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
