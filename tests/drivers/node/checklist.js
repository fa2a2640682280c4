// What both Node drivers' tests share: the rows of types.sql as text or as JavaScript's own values, and waiting.
"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");

const [port, password] = process.argv.slice(2);

const ROWS = [
  [1, -32768, -2147483648, "-9223372036854775808", -1.5, -Number.MAX_VALUE, "-99999999999999.9999",
    "-9.9999999999999999999999999999999999999", false, "a    ", "ünï 漢字 🚀 '\"\\ tab\t", "0001-01-01", "00:00:00",
    "00:00:00+00", "0001-01-01 00:00:00", "1970-01-01 00:00:00+00"],
  [2, 32767, 2147483647, "9223372036854775807", Infinity, -Infinity, "99999999999999.9999",
    "9.9999999999999999999999999999999999999", true, "abcde", "", "9999-12-31", "23:59:59.999999",
    "23:59:59.999999+02", "9999-12-31 23:59:59.999999", "2026-02-28 13:45:00.25+00"],
  [3, 0, 0, "0", NaN, Number.MIN_VALUE, "0.0001", "0.0000000000000000000000000000000000001", true, "     ", "x",
    "2000-02-29", "12:00:00", "12:00:00-08", "1999-12-31 23:59:59", "2000-01-01 00:00:00.000001+00"],
  [4, ...Array(15).fill(null)],
];

module.exports = {
  assert,
  ROWS,
  connection: { host: "127.0.0.1", port: Number(port), user: "admin", password, database: "dev" },
  typesSql: fs.readFileSync(`${process.env.REDSTART_SOURCE}/tests/drivers/types.sql`, "utf8"),
  // What the server finds different between what was written in SQL and what a driver wrote.
  differences: `select count(*)::int as n from (select * from driver_types except select * from driver_copy) a
    union all select count(*)::int from (select * from driver_copy except select * from driver_types) b`,
  endless: "select count(*) from generate_series(1, 100000000) a(x), generate_series(1, 1000) b(y) where x + y = -1",
  errors: {
    "selec 1": "42601", "select * from nowhere": "42P01", "select nothing from driver_types": "42703",
    "select 1 / 0": "22012", "insert into driver_types(id) values (null)": "23502",
    "insert into driver_types(id, c) values (9, 'too long')": "22001",
  },
  async fails(code, promise) {
    const error = await promise.then(() => assert.fail(`no error, not ${code}`), (error) => error);
    assert.equal(error.code, code, error.message);
  },
  // Polls until one session runs `endless`; `count` gives their number.
  async untilRunning(count) {
    for (let attempt = 0; attempt < 1500; attempt++) {
      if (await count() === 1) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.fail("the statement never ran");
  },
  running: "select count(*)::int as n from stv_recents where status = 'Running' and query = $1",
  main(test) {
    test().then(() => process.exit(0), (error) => {
      console.error(error);
      process.exit(1);
    });
  },
};
