import { DuckDBInstance } from '@duckdb/node-api';
import lowerBoundSql from './lower-bound.sql';

// A process of its own, so that its memory can be measured: lower-bound.ts <orders.csv>
const [file = ''] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { preserve_insertion_order: 'false' });
const connection = await instance.connect();
const started = performance.now();
const [row] = (await connection.runAndReadAll(lowerBoundSql, { file })).getRowObjectsJson();
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, ...row }));
