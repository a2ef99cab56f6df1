import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [sveltekit()],
	// One file per worker: chunks of workers are not in the manifest the offline cache is made from.
	worker: { format: 'es', rolldownOptions: { output: { codeSplitting: false } } },
	build: { target: 'es2023', assetsInlineLimit: 0 },
	optimizeDeps: {
		include: [
			'bits-ui',
			'@duckdb/duckdb-wasm',
			'@tensorflow/tfjs-core',
			'@tensorflow/tfjs-backend-cpu',
			'@tensorflow/tfjs-backend-wasm',
			'@tensorflow/tfjs-backend-webgl',
			'@tensorflow/tfjs-backend-webgpu',
			'apache-arrow',
			'comlink',
			'echarts/charts',
			'echarts/components',
			'echarts/core',
			'echarts/renderers',
			'hash-wasm',
			'idb',
			'@zip.js/zip.js',
		],
		exclude: ['@lucide/svelte', 'parquet-wasm'],
	},
});
