// postgres.js: README.md's checklist; it prepares every statement and pipelines what is asked at once.
"use strict";
const { pipeline } = require("node:stream/promises");
const { Readable } = require("node:stream");
const postgres = require("postgres");
const { ROWS, assert, connection, differences, endless, errors, fails, main, running, typesSql, untilRunning } =
  require("./checklist");

const asText = { to: 1082, from: [1082, 1114, 1184], serialize: (text) => text, parse: (text) => text };

function pool(options = {}) {
  return postgres({
    ...connection, max: 1, ssl: { rejectUnauthorized: false }, onnotice() {}, types: { date: asText },
    connection: { timezone: "UTC" }, ...options,
  });
}

async function logins() {
  for (const ssl of [{ rejectUnauthorized: false }, false]) {
    const sql = pool({ ssl });
    assert.deepEqual([...await sql`select current_user as name, ${"y"} as x`], [{ name: "admin", x: "y" }]);
    await sql.end();
    for (const wrong of [{ password: "wrong" }, { user: "nobody" }]) {
      const refused = pool({ ssl, ...wrong });
      await fails("28000", refused`select 1`);
      await refused.end();
    }
  }
}

async function types(sql) {
  await sql.unsafe(typesSql);
  const rows = await sql`select * from driver_types order by id`.values();
  assert.deepEqual([...rows], ROWS);
  const places = ROWS[0].map((_, i) => `$${i + 1}`).join(", ");
  const insert = `insert into driver_copy values (${places})`;
  await Promise.all(ROWS.map((row) => sql.unsafe(insert, row, { prepare: true })));
  assert.deepEqual([...await sql.unsafe(differences)], [{ n: 0 }, { n: 0 }]);
  const some = await sql`select id from driver_types where id in ${sql([1, 3])} order by 1`;
  assert.deepEqual(some.map((row) => row.id), [1, 3]);
}

async function arrays(sql) {
  const some = await sql`select count(*)::int as n from driver_types where id = any(${[1, 3, 9]})`;
  assert.deepEqual([...some], [{ n: 2 }]);
  const [row] = await sql`select ${["a", "b c"]}::text[] as texts, ${[1, 2]}::int[] as numbers`;
  assert.deepEqual(row, { texts: ["a", "b c"], numbers: [1, 2] });
}

async function portions(sql) {
  let sum = 0;
  let batches = 0;
  for await (const rows of sql`select i from generate_series(1, ${1050}::int) g(i)`.cursor(100)) {
    for (const row of rows) sum += Number(row.i);
    batches++;
  }
  assert.equal(sum, 1050 * 1051 / 2);
  assert.equal(batches, 11);
}

async function copies(sql) {
  const chunks = [];
  for await (const chunk of await sql`copy driver_types to stdout`.readable()) chunks.push(chunk);
  await sql`truncate driver_copy`;
  await pipeline(Readable.from(chunks), await sql`copy driver_copy from stdin`.writable());
  assert.deepEqual([...await sql.unsafe(differences)], [{ n: 0 }, { n: 0 }]);
}

async function transactions(sql) {
  for (const [text, code] of Object.entries(errors)) await fails(code, sql.unsafe(text));
  await fails("42601", sql.begin(async (block) => {
    await block`delete from driver_copy`;
    await fails("42601", block.unsafe("selec 1"));
    await fails("25P02", block`select ${1}::int`);
  }));
  await sql.begin((block) => block`delete from driver_copy where id > ${2}`);
  assert.deepEqual([...await sql`select count(*)::int as n from driver_copy`], [{ n: 2 }]);
}

async function signals(sql) {
  const victim = pool();
  const [{ pid }] = await victim`select pg_backend_pid() as pid`;
  const isRunning = async () => (await sql.unsafe(running, [endless]))[0].n;
  const cancelled = victim.unsafe(endless).execute();
  const ended = fails("57014", cancelled);
  await untilRunning(isRunning);
  cancelled.cancel();
  await ended;
  const terminated = fails("57P01", victim.unsafe(endless));
  await untilRunning(isRunning);
  await sql`select pg_terminate_backend(${pid})`;
  await terminated;
  // The pool connects anew once it has seen the socket close, which is after the error.
  const again = async () => (await victim`select pg_backend_pid() as pid`)[0].pid;
  const next = await again().catch((error) => error.code === "CONNECTION_CLOSED" ? again() : Promise.reject(error));
  assert.notEqual(next, pid);
  await victim.end();
}

main(async () => {
  await logins();
  const sql = pool();
  for (const step of [types, arrays, portions, copies, transactions, signals]) await step(sql);
  await sql.end();
});
