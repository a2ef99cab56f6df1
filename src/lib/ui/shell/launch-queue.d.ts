/** Files handed to the installed app: https://wicg.github.io/web-app-launch/#launchqueue-interface */
interface LaunchParams {
	readonly files: readonly FileSystemFileHandle[];
}

interface Window {
	readonly launchQueue?: { setConsumer(consumer: (params: LaunchParams) => void): void };
}
