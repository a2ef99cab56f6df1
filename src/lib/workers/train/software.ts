/**
 * Tells a graphics device made of software (SwiftShader, llvmpipe, WARP) from a real one before tfjs sets anything up.
 * Software is slower than WASM at everything trained here, and only compiling its shaders takes seconds.
 */
import type { Backend } from '../api';

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render|warp/i;

/** The graphics adapter by name, and whether it is software; null where there is none. */
export async function graphicsAdapter(): Promise<{ name: string; software: boolean } | null> {
	const adapter = await (navigator.gpu as GPU | undefined)?.requestAdapter({
		powerPreference: 'high-performance',
	});
	if (!adapter) return null;
	const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
	const name = [vendor, architecture, description].filter(Boolean).join(' ');
	return { name: name || 'unnamed', software: isFallbackAdapter || SOFTWARE.test(name) };
}

async function webgpu(): Promise<string | null> {
	const adapter = await graphicsAdapter();
	return adapter?.software ? adapter.name : null;
}

function webgl(): string | null {
	const context = new OffscreenCanvas(1, 1).getContext('webgl2');
	const names = context?.getExtension('WEBGL_debug_renderer_info');
	if (!context || !names) return null;
	const name = String(context.getParameter(names.UNMASKED_RENDERER_WEBGL));
	context.getExtension('WEBGL_lose_context')?.loseContext();
	return SOFTWARE.test(name) ? name : null;
}

/** The name of the software device this backend would run on; null when it is real, absent or not graphics at all. */
export async function softwareDevice(backend: Backend): Promise<string | null> {
	if (backend === 'webgpu' || backend === 'fused-webgpu') return webgpu();
	if (backend === 'webgl' && 'OffscreenCanvas' in globalThis) return webgl();
	return null;
}
