// What the module gives: see recurrent/machine.ts. simd.as and function.as are those of the fused executor.
export { product, outer, columnSums } from './product';
export { lstm, lstmBack } from './lstm';
export { gru, gruBack } from './gru';
export { simpleRnn, simpleRnnBack } from './simple';

/** First byte behind what the compiler keeps. */
export function heap(): usize { return __heap_base; }
