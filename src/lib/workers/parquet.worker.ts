/** The Parquet worker: packing and unpacking beside the database, started by the data worker. See data/parquet-service.ts. */
import '../engine/errors/engine-words';
import { ParquetService } from './data/parquet-service';
import { serve } from './thread';

serve(new ParquetService());
