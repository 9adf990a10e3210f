import { DuckDBInstance } from '@duckdb/node-api';
import lowerBoundSql from './lower-bound.sql';

// A process of its own, so that its memory can be measured: lower-bound.ts <orders.csv>
const [file = ''] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { preserve_insertion_order: 'false' });
const connection = await instance.connect();
const started = performance.now();
const before = process.cpuUsage();
const [row] = (await connection.runAndReadAll(lowerBoundSql, { file })).getRowObjectsJson();
const { user, system } = process.cpuUsage(before);
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, cpu_seconds: (user + system) / 1e6, ...row }));
