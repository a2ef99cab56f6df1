import { fusedExecutor, fusedTakes } from '../fused/executor';
import { parity } from './suite';

parity('the fused kernel', () => fusedExecutor('test'), fusedTakes);
