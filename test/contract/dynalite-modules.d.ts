declare module 'dynalite' {
  import type { Server } from 'node:http';
  export default function dynalite(options: { path?: string; createTableMs?: number }): Server;
}

declare module 'dynalite/db/index.js' {
  type Stored = Record<string, { S?: string } & Record<string, unknown>>;
  interface Consumed {
    CapacityUnits: number;
  }
  interface QueryResult {
    Count: number;
    ConsumedCapacity?: Consumed;
  }
  const database: {
    /** @param before the item as it was, or the only one there is; @param after as it is written, undefined of a removal */
    addConsumedCapacity(request: object, isRead: boolean, before?: Stored, after?: Stored): Consumed | undefined;
    /** In characters, where DynamoDB counts bytes. */
    itemSize(item: Stored): number;
    queryTable(...query: [...unknown[], answer: (error: Error | null, result?: QueryResult) => void]): void;
  };
  export default database;
}
