/** The data worker: DuckDB, Parquet and everything done to rows, away from the page. See data/data-service.ts. */
import '../engine/errors/engine-words';
import { DataService } from './data/data-service';
import { serve } from './thread';

serve(new DataService());
