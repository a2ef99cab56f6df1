/** Hands every WebGPU device of this worker to whoever says so on the channel: for tests of a device that is lost. */
const devices: GPUDevice[] = [];
const request = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (...asked) {
	const device = await request.apply(this, asked);
	devices.push(device);
	return device;
};
new BroadcastChannel('mortal-device').addEventListener('message', () => {
	for (const device of devices.splice(0)) device.destroy();
});
