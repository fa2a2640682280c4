// node-postgres: README.md's checklist; every parameter goes as text.
"use strict";
const { pipeline } = require("node:stream/promises");
const { Readable } = require("node:stream");
const pg = require("pg");
const Cursor = require("pg-cursor");
const copy = require("pg-copy-streams");
const { ROWS, assert, connection, differences, endless, errors, fails, main, running, typesSql, untilRunning } =
  require("./checklist");

for (const oid of [1082, 1114, 1184]) pg.types.setTypeParser(oid, (text) => text); // Date has milliseconds only

async function connect(options = {}) {
  const client = new pg.Client({ ...connection, ssl: { rejectUnauthorized: false }, ...options });
  client.lost = new Promise((resolve) => client.on("error", resolve));
  await client.connect();
  await client.query("set timezone to 'UTC'");
  return client;
}

async function logins() {
  for (const ssl of [{ rejectUnauthorized: false }, false]) {
    const client = await connect({ ssl });
    const { rows } = await client.query("select current_user as name, $1 as x", ["y"]);
    assert.deepEqual(rows, [{ name: "admin", x: "y" }]);
    await client.end();
    await fails("28000", connect({ ssl, password: "wrong" }));
    await fails("28000", connect({ ssl, user: "nobody" }));
  }
}

async function types(client) {
  await client.query(typesSql);
  const { rows, fields } = await client.query({ text: "select * from driver_types order by id", rowMode: "array" });
  assert.deepEqual(rows, ROWS);
  assert.equal(fields.length, 16);
  const places = ROWS[0].map((_, i) => `$${i + 1}`).join(", ");
  for (const values of ROWS)
    await client.query({ name: "write", text: `insert into driver_copy values (${places})`, values });
  assert.deepEqual((await client.query(differences)).rows, [{ n: 0 }, { n: 0 }]);
}

async function arrays(client) {
  const values = [[1, null, 3], ["a", "b c", "", null, "漢"]];
  const { rows } = await client.query({ text: "select $1::int[], $2::text[]", values, rowMode: "array" });
  assert.deepEqual(rows, [values]);
  const some = await client.query("select count(*)::int as n from driver_types where id = any($1)", [[1, 3, 9]]);
  assert.deepEqual(some.rows, [{ n: 2 }]);
}

async function portions(client) {
  const cursor = client.query(new Cursor("select i from generate_series(1, $1::int) g(i)", [1050]));
  let sum = 0;
  for (let rows; (rows = await cursor.read(100)).length > 0;) for (const row of rows) sum += Number(row.i);
  assert.equal(sum, 1050 * 1051 / 2);
  await cursor.close();
}

async function copies(client) {
  const chunks = [];
  for await (const chunk of client.query(copy.to("copy driver_types to stdout"))) chunks.push(chunk);
  await client.query("truncate driver_copy");
  await pipeline(Readable.from(chunks), client.query(copy.from("copy driver_copy from stdin")));
  assert.deepEqual((await client.query(differences)).rows, [{ n: 0 }, { n: 0 }]);
}

async function transactions(client) {
  for (const [text, code] of Object.entries(errors)) await fails(code, client.query(text));
  await client.query("begin");
  await client.query("delete from driver_copy where id = $1", [1]);
  await fails("42601", client.query("selec 1"));
  await fails("25P02", client.query("select $1::int", [1]));
  await client.query("rollback");
  await client.query("begin");
  assert.equal((await client.query("delete from driver_copy where id > $1", [2])).rowCount, 2);
  await client.query("commit");
  assert.deepEqual((await client.query("select count(*)::int as n from driver_copy")).rows, [{ n: 2 }]);
}

async function signals(client) {
  const victim = await connect();
  for (const [name, code] of [["pg_cancel_backend", "57014"], ["pg_terminate_backend", "57P01"]]) {
    const ended = fails(code, victim.query(endless));
    await untilRunning(async () => (await client.query(running, [endless])).rows[0].n);
    const { rows } = await client.query(`select ${name}($1) as told`, [victim.processID]);
    assert.deepEqual(rows, [{ told: 1 }]);
    await ended;
  }
  const idle = await connect();
  await client.query("select pg_terminate_backend($1)", [idle.processID]);
  assert.equal((await idle.lost).code, "57P01");
  await (await connect()).end();
}

main(async () => {
  await logins();
  const client = await connect();
  for (const step of [types, arrays, portions, copies, transactions, signals]) await step(client);
  await client.end();
});
