/** The worker that trains. What it does is in train/service.ts. */
import '../engine/errors/engine-words';
import { enableProdMode } from '@tensorflow/tfjs-core';
import { serve } from './thread';
import { TrainService } from './train/service';

enableProdMode();
serve(new TrainService());
