// Prints an Arrow file as one JSON object: the types of its columns, how many batches, and every value.
import { readFileSync } from 'node:fs';
import { tableFromIPC } from 'apache-arrow';

const plain = value => value?.toArray ? Array.from(value.toArray(), plain) : typeof value === 'bigint' ? Number(value) : value;
const table = tableFromIPC(readFileSync(process.argv[2]));
const columns = table.schema.fields.map(field => [field.name, {
  type: field.type.toString(),
  values: Array.from({ length: table.numRows }, (_, row) => plain(table.getChild(field.name).get(row))),
}]);
console.log(JSON.stringify({ batches: table.batches.length, rows: table.numRows, columns: Object.fromEntries(columns) }));
