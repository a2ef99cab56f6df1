/** A worker for tests whose only call never ends. */
import { serve } from '../thread';

serve({ work: () => new Promise<never>(() => {}) });
