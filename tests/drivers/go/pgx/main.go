// pgx 4: README.md's checklist. It describes and prepares every statement and speaks binary where it can.
// Arguments: port, password, the SQL of types.sql.
package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"time"

	"github.com/jackc/pgconn"
	"github.com/jackc/pgtype"
	"github.com/jackc/pgx/v4"
)

const endless = "select count(*) from generate_series(1, 100000000) a(x), generate_series(1, 1000) b(y) where x + y = -1"
const differences = `select count(*) from (select * from driver_types except select * from driver_copy) a
	union all select count(*) from (select * from driver_copy except select * from driver_types) b`

var background = context.Background()

func check(condition bool, what ...interface{}) {
	if !condition {
		panic(fmt.Sprintln(what...))
	}
}

func must(err error) {
	check(err == nil, err)
}

func state(err error) string {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return server.Code
	}
	return fmt.Sprint(err)
}

func dial(user, password, mode string) (*pgx.Conn, error) {
	return pgx.Connect(background, fmt.Sprintf("host=127.0.0.1 port=%s user=%s password=%s dbname=dev sslmode=%s TimeZone=UTC",
		os.Args[1], user, password, mode))
}

func connect() *pgx.Conn {
	conn, err := dial("admin", os.Args[2], "require")
	must(err)
	return conn
}

func value[T any](conn *pgx.Conn, sql string, arguments ...interface{}) (result T) {
	must(conn.QueryRow(background, sql, arguments...).Scan(&result))
	return
}

func exec(conn *pgx.Conn, sql string, arguments ...interface{}) int64 {
	tag, err := conn.Exec(background, sql, arguments...)
	must(err)
	return tag.RowsAffected()
}

func logins() {
	for _, mode := range []string{"require", "disable"} {
		conn, err := dial("admin", os.Args[2], mode)
		must(err)
		check(value[string](conn, "select current_user") == "admin", "current_user")
		check(value[string](conn, "select $1", "x") == "x", "a parameter of no type")
		must(conn.Close(background))
		for _, wrong := range [][2]string{{"admin", "wrong"}, {"nobody", os.Args[2]}} {
			_, err = dial(wrong[0], wrong[1], mode)
			check(state(err) == "28000", err)
		}
	}
}

func types(conn *pgx.Conn) {
	exec(conn, os.Args[3])
	var read [][]interface{}
	rows, err := conn.Query(background, "select * from driver_types order by id")
	must(err)
	for rows.Next() {
		row, err := rows.Values()
		must(err)
		if micros, isTime := row[12].(int64); isTime {
			row[12] = pgtype.Time{Microseconds: micros, Status: pgtype.Present}
		}
		read = append(read, row)
	}
	must(rows.Err())
	check(len(read) == 4, read)
	low := []interface{}{int32(1), int16(math.MinInt16), int32(math.MinInt32), int64(math.MinInt64), float32(-1.5), -math.MaxFloat64}
	check(reflect.DeepEqual(read[0][:6], low), read[0])
	check(read[0][10] == "ünï 漢字 🚀 '\"\\ tab\t" && read[0][11] == time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), read[0])
	check(math.IsInf(float64(read[1][4].(float32)), 1) && math.IsInf(read[1][5].(float64), -1), read[1])
	insert := "insert into driver_copy values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
	for _, row := range read {
		check(exec(conn, insert, row...) == 1, "one row written")
	}
	same(conn)
	columns := []string{"id", "s", "i", "l", "r", "d", "n", "w", "b", "c", "v", "dt", "tm", "ts", "tsz"}
	for i, row := range read { // no binary form of timetz in this driver
		read[i] = append(append([]interface{}{}, row[:13]...), row[14:]...)
	}
	exec(conn, "truncate driver_copy")
	copied, err := conn.CopyFrom(background, pgx.Identifier{"driver_copy"}, columns, pgx.CopyFromRows(read))
	must(err)
	check(copied == 4, copied)
	exec(conn, "update driver_copy set tz = a.tz from driver_types a where a.id = driver_copy.id")
	same(conn)
}

func arrays(conn *pgx.Conn) {
	numbers := value[[]int32](conn, "select $1::int[]", []int32{1, -2, 3})
	check(reflect.DeepEqual(numbers, []int32{1, -2, 3}), numbers)
	texts := value[[]string](conn, "select $1::text[]", []string{"a", "b c", "", "漢"})
	check(reflect.DeepEqual(texts, []string{"a", "b c", "", "漢"}), texts)
	some := value[int64](conn, "select count(*) from driver_types where id = any($1)", []int32{1, 3, 9})
	check(some == 2, some)
	oid := value[uint32](conn, "select oid from pg_class where relname = $1", "driver_types")
	check(oid == value[uint32](conn, "select 'driver_types'::regclass::oid"), oid)
}

func same(conn *pgx.Conn) {
	rows, err := conn.Query(background, differences)
	must(err)
	for rows.Next() {
		var count int64
		must(rows.Scan(&count))
		check(count == 0, "the server finds differences")
	}
	must(rows.Err())
}

func pipelined(conn *pgx.Conn) {
	batch := &pgx.Batch{}
	for i := 0; i < 20; i++ {
		batch.Queue("select i + $1::int from driver_copy where id = $2", i, 3)
	}
	results := conn.SendBatch(background, batch)
	for i := 0; i < 20; i++ {
		var sum int
		must(results.QueryRow().Scan(&sum))
		check(sum == i, sum)
	}
	must(results.Close())
}

func transactions(conn *pgx.Conn) {
	for sql, code := range map[string]string{
		"selec 1": "42601", "select * from nowhere": "42P01", "select nothing from driver_types": "42703",
		"select 1 / 0": "22012", "insert into driver_types(id) values (null)": "23502"} {
		_, err := conn.Exec(background, sql)
		check(state(err) == code, sql, err)
	}
	block, err := conn.Begin(background)
	must(err)
	exec(conn, "delete from driver_copy where id = $1", 1)
	_, err = block.Exec(background, "selec 1")
	check(state(err) == "42601", err)
	_, err = block.Exec(background, "select 1")
	check(state(err) == "25P02", err)
	must(block.Rollback(background))
	must(conn.BeginFunc(background, func(block pgx.Tx) error {
		_, err := block.Exec(background, "delete from driver_copy where id > $1", 2)
		return err
	}))
	check(value[int64](conn, "select count(*) from driver_copy") == 2, "what was committed")
}

func signals(conn *pgx.Conn) {
	victim := connect()
	ended := make(chan error)
	for _, code := range []string{"57014", "57P01"} {
		go func() {
			_, err := victim.Exec(background, endless)
			ended <- err
		}()
		running := "select count(*) from stv_recents where status = 'Running' and query = $1"
		for attempt := 0; value[int64](conn, running, endless) != 1; attempt++ {
			check(attempt < 1500, "the statement never ran")
			time.Sleep(20 * time.Millisecond)
		}
		if code == "57014" {
			must(victim.PgConn().CancelRequest(background))
		} else {
			check(value[int32](conn, "select pg_terminate_backend($1)", victim.PgConn().PID()) == 1, "terminated")
		}
		err := <-ended
		check(state(err) == code, err)
	}
	check(victim.IsClosed(), "a terminated connection is closed")
	check(value[int](connect(), "select 1") == 1, "a new connection")
}

func main() {
	logins()
	conn := connect()
	types(conn)
	arrays(conn)
	pipelined(conn)
	transactions(conn)
	signals(conn)
	must(conn.Close(background))
}
