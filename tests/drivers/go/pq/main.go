// lib/pq through database/sql: README.md's checklist. Parameters go as text, and its COPY is the old one.
// Arguments: port, password, the SQL of types.sql.
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/lib/pq"
)

const endless = "select count(*) from generate_series(1, 100000000) a(x), generate_series(1, 1000) b(y) where x + y = -1"
const differences = `select (select count(*) from (select * from driver_types except select * from driver_copy) a)
	+ (select count(*) from (select * from driver_copy except select * from driver_types) b)`

func check(condition bool, what ...interface{}) {
	if !condition {
		panic(fmt.Sprintln(what...))
	}
}

func must(err error) {
	check(err == nil, err)
}

func state(err error) string {
	var server *pq.Error
	if errors.As(err, &server) {
		return string(server.Code)
	}
	return fmt.Sprint(err)
}

func pool(user, password, mode string) *sql.DB {
	db, err := sql.Open("postgres", fmt.Sprintf("host=127.0.0.1 port=%s user=%s password=%s dbname=dev sslmode=%s TimeZone=UTC",
		os.Args[1], user, password, mode))
	must(err)
	return db
}

func value[T any](db interface {
	QueryRow(string, ...interface{}) *sql.Row
}, query string, arguments ...interface{}) (result T) {
	must(db.QueryRow(query, arguments...).Scan(&result))
	return
}

func logins() {
	for _, mode := range []string{"require", "disable"} {
		db := pool("admin", os.Args[2], mode)
		check(value[string](db, "select current_user || $1", "x") == "adminx", "current_user")
		check(value[string](db, "select $1", "x") == "x", "a parameter of no type")
		must(db.Close())
		check(state(pool("admin", "wrong", mode).Ping()) == "28000", "a wrong password")
		check(state(pool("nobody", "", mode).Ping()) == "28000", "an unknown user")
	}
}

func read(db *sql.DB) (rows [][]interface{}) {
	found, err := db.Query("select * from driver_types order by id")
	must(err)
	for found.Next() {
		row := make([]interface{}, 16)
		places := make([]interface{}, 16)
		for i := range row {
			places[i] = &row[i]
		}
		must(found.Scan(places...))
		for i, field := range row {
			if text, isText := field.([]byte); isText {
				row[i] = string(text)
			}
			if clock, isTime := row[i].(time.Time); isTime && i == 12 {
				row[i] = clock.Format("15:04:05.999999")
			} else if isTime && i == 13 {
				row[i] = clock.Format("15:04:05.999999-07:00")
			}
		}
		rows = append(rows, row)
	}
	must(found.Err())
	check(len(rows) == 4, rows)
	check(rows[0][3] == int64(-1<<63) && rows[0][10] == "ünï 漢字 🚀 '\"\\ tab\t", rows[0])
	check(rows[1][7] == "9.9999999999999999999999999999999999999" && rows[1][8] == true, rows[1])
	return
}

func types(db *sql.DB) {
	_, err := db.Exec(os.Args[3])
	must(err)
	rows := read(db)
	insert := "insert into driver_copy values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
	statement, err := db.Prepare(insert)
	must(err)
	for _, row := range rows {
		_, err = statement.Exec(row...)
		must(err)
	}
	must(statement.Close())
	check(value[int](db, differences) == 0, "the server finds differences")
}

func copies(db *sql.DB) {
	_, err := db.Exec("create table driver_copied (i int, v varchar(10))")
	must(err)
	block, err := db.Begin()
	must(err)
	statement, err := block.Prepare(pq.CopyIn("driver_copied", "i", "v"))
	must(err)
	for i := 0; i < 1000; i++ {
		_, err = statement.Exec(i, "a\tb\\")
		must(err)
	}
	_, err = statement.Exec()
	must(err)
	must(statement.Close())
	must(block.Commit())
	check(value[int](db, "select count(*) from driver_copied where v = $1", "a\tb\\") == 1000, "what was copied")
}

func transactions(db *sql.DB) {
	for query, code := range map[string]string{
		"selec 1": "42601", "select * from nowhere": "42P01", "select 1 / 0": "22012",
		"insert into driver_types(id) values (null)": "23502"} {
		_, err := db.Exec(query)
		check(state(err) == code, query, err)
	}
	block, err := db.Begin()
	must(err)
	_, err = block.Exec("delete from driver_copy where id = $1", 1)
	must(err)
	_, err = block.Exec("selec 1")
	check(state(err) == "42601", err)
	_, err = block.Exec("select 1")
	check(state(err) == "25P02", err)
	must(block.Rollback())
	check(value[int](db, "select count(*) from driver_copy") == 4, "what was rolled back")
}

func signals(db *sql.DB) {
	victim, err := db.Conn(context.Background())
	must(err)
	limited, done := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer done()
	_, err = db.ExecContext(limited, endless) // the driver sends a CancelRequest
	check(state(err) == "57014" || errors.Is(err, context.DeadlineExceeded), err)
	var pid int
	must(victim.QueryRowContext(context.Background(), "select pg_backend_pid()").Scan(&pid))
	ended := make(chan error)
	go func() {
		_, err := victim.ExecContext(context.Background(), endless)
		ended <- err
	}()
	running := "select count(*) from stv_recents where status = 'Running' and query = $1"
	for attempt := 0; value[int](db, running, endless) != 1; attempt++ {
		check(attempt < 1500, "the statement never ran")
		time.Sleep(20 * time.Millisecond)
	}
	check(value[int](db, "select pg_terminate_backend($1)", pid) == 1, "terminated")
	err = <-ended
	check(errors.Is(err, driver.ErrBadConn), err) // what this driver makes of every FATAL
	victim.Close()
	for i := 0; i < 5; i++ {
		check(value[int](db, "select pg_backend_pid()") != pid, "the pool forgot it")
	}
}

func main() {
	logins()
	db := pool("admin", os.Args[2], "require")
	types(db)
	copies(db)
	transactions(db)
	signals(db)
	must(db.Close())
}
