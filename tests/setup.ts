/** Before every test file: the words of all errors, and one seed for chance, so that a run can be run again. */
import fc from 'fast-check';
import '../src/lib/engine/errors/engine-words';

fc.configureGlobal({ seed: 20_261 });
