import { referenceExecutor } from './reference-executor';
import { parity } from './suite';

parity(
	'the float64 reference',
	async () => referenceExecutor,
	() => true,
);
