// tokio-postgres: README.md's checklist. It prepares every statement and speaks binary only.
// Arguments: port, password, the SQL of types.sql. TLS is not tried: Debian has no TLS for this driver.
use bytes::{BufMut, Bytes, BytesMut};
use futures_util::{pin_mut, SinkExt, TryStreamExt};
use postgres_types::{accepts, to_sql_checked, FromSql, IsNull, ToSql, Type};
use std::error::Error as StdError;
use std::time::Duration;
use tokio_postgres::{Client, Error, NoTls};

const ENDLESS: &str =
    "select count(*) from generate_series(1, 100000000) a(x), generate_series(1, 1000) b(y) where x + y = -1";
const DIFFERENCES: &str = "select count(*) from (select * from driver_types except select * from driver_copy) a \
    union all select count(*) from (select * from driver_copy except select * from driver_types) b";

// A value of any type in its binary form, as it came.
#[derive(Debug)]
struct Raw(Vec<u8>);

impl<'a> FromSql<'a> for Raw {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Raw(raw.to_vec()))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

impl ToSql for Raw {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        out.put_slice(&self.0);
        Ok(IsNull::No)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

// Text of any text type, so that a stranger's OID would be noticed.
struct Text(String);

impl<'a> FromSql<'a> for Text {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Text(String::from_utf8(raw.to_vec())?))
    }
    accepts!(VARCHAR, BPCHAR, TEXT, NAME, UNKNOWN);
}

fn state(error: &Error) -> String {
    match error.code() {
        Some(code) => code.code().to_string(),
        None => error.to_string(),
    }
}

async fn dial(user: &str, password: &str) -> Result<Client, Error> {
    let port = std::env::args().nth(1).unwrap();
    let parameters = format!("host=127.0.0.1 port={port} user={user} password={password} dbname=dev");
    let (client, connection) = tokio_postgres::connect(&parameters, NoTls).await?;
    tokio::spawn(async move {
        let _ = connection.await; // its error is the client's, too
    });
    Ok(client)
}

async fn connect() -> Client {
    dial("admin", &std::env::args().nth(2).unwrap()).await.unwrap()
}

async fn logins() {
    let client = connect().await;
    let user: Text = client.query_one("select current_user", &[]).await.unwrap().get(0);
    assert_eq!(user.0, "admin");
    for (user, password) in [("admin", "wrong"), ("nobody", "wrong")] {
        assert_eq!(state(&dial(user, password).await.err().unwrap()), "28000");
    }
}

async fn same(client: &Client) {
    for row in client.query(DIFFERENCES, &[]).await.unwrap() {
        assert_eq!(row.get::<_, i64>(0), 0, "the server finds differences");
    }
}

async fn types(client: &Client) {
    client.batch_execute(&std::env::args().nth(3).unwrap()).await.unwrap();
    let rows = client.query("select * from driver_types order by id", &[]).await.unwrap();
    assert_eq!(rows.len(), 4);
    let first = &rows[0];
    assert_eq!((first.get::<_, i32>(0), first.get::<_, i16>(1)), (1, i16::MIN));
    assert_eq!((first.get::<_, i32>(2), first.get::<_, i64>(3)), (i32::MIN, i64::MIN));
    assert_eq!((first.get::<_, f32>(4), first.get::<_, f64>(5)), (-1.5, -f64::MAX));
    assert_eq!(first.get::<_, Text>(10).0, "ünï 漢字 🚀 '\"\\ tab\t");
    assert_eq!((rows[1].get::<_, f32>(4), rows[1].get::<_, f64>(5)), (f32::INFINITY, f64::NEG_INFINITY));
    let numbers: Vec<String> = (1..=first.len()).map(|number| format!("${number}")).collect();
    let insert = format!("insert into driver_copy values ({})", numbers.join(", "));
    let insert = client.prepare(&insert).await.unwrap();
    for row in &rows {
        let values: Vec<Option<Raw>> = (0..row.len()).map(|column| row.get(column)).collect();
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        assert_eq!(client.execute(&insert, &values).await.unwrap(), 1);
    }
    same(client).await;
}

async fn prepared(client: &mut Client) {
    let statement = client.prepare("select $1::int + $2::int, $3::varchar").await.unwrap();
    assert_eq!(statement.params(), [Type::INT4, Type::INT4, Type::VARCHAR]);
    for number in 0..20 {
        let row = client.query_one(&statement, &[&number, &1, &"x"]).await.unwrap();
        assert_eq!((row.get::<_, i32>(0), row.get::<_, Text>(1).0.as_str()), (number + 1, "x"));
    }
    let row = client.query_one("select $1::int[], $2::text[]", &[&vec![Some(1), None], &vec!["a", "b c"]]).await.unwrap();
    assert_eq!(row.get::<_, Vec<Option<i32>>>(0), [Some(1), None]);
    assert_eq!(row.get::<_, Vec<String>>(1), ["a", "b c"]);
    let some = client.query_one("select count(*) from driver_types where id = any($1)", &[&vec![1, 3, 9]]).await.unwrap();
    assert_eq!(some.get::<_, i64>(0), 2);
    let block = client.transaction().await.unwrap();
    let portal = block.bind("select x::int from generate_series(1, 1000) t(x)", &[]).await.unwrap();
    let mut sizes = Vec::new();
    while sizes.last() != Some(&0) {
        sizes.push(block.query_portal(&portal, 300).await.unwrap().len());
    }
    assert_eq!(sizes, [300, 300, 300, 100, 0]);
    block.commit().await.unwrap();
}

async fn copy(client: &Client) {
    let stream = client.copy_out("copy (select * from driver_types order by id) to stdout").await.unwrap();
    let lines: Vec<Bytes> = stream.try_collect().await.unwrap();
    assert_eq!(lines.len(), 4);
    client.batch_execute("truncate driver_copy").await.unwrap();
    let sink = client.copy_in("copy driver_copy from stdin").await.unwrap();
    pin_mut!(sink);
    for line in lines {
        for piece in line.chunks(7) {
            sink.send(Bytes::copy_from_slice(piece)).await.unwrap();
        }
    }
    assert_eq!(sink.finish().await.unwrap(), 4);
    same(client).await;
    let sink = client.copy_in::<_, Bytes>("copy driver_copy from stdin").await.unwrap();
    pin_mut!(sink);
    sink.send(Bytes::from_static(b"no number\n")).await.unwrap();
    assert_eq!(state(&sink.finish().await.unwrap_err()), "22P02");
    same(client).await;
}

async fn count(client: &Client, sql: &str) -> i64 {
    client.query_one(sql, &[]).await.unwrap().get(0)
}

async fn transactions(client: &mut Client) {
    for (sql, code) in [
        ("selec 1", "42601"),
        ("select * from nowhere", "42P01"),
        ("select nothing from driver_types", "42703"),
        ("select 1 / 0", "22012"),
        ("insert into driver_types(id) values (null)", "23502"),
    ] {
        assert_eq!(state(&client.execute(sql, &[]).await.unwrap_err()), code, "{sql}");
    }
    let block = client.transaction().await.unwrap();
    block.execute("delete from driver_copy where id = $1", &[&1]).await.unwrap();
    assert_eq!(state(&block.execute("selec 1", &[]).await.unwrap_err()), "42601");
    assert_eq!(state(&block.execute("select 1", &[]).await.unwrap_err()), "25P02");
    block.rollback().await.unwrap();
    assert_eq!(count(client, "select count(*) from driver_copy").await, 4);
    let block = client.transaction().await.unwrap();
    block.execute("delete from driver_copy where id > $1", &[&2]).await.unwrap();
    block.commit().await.unwrap();
    assert_eq!(count(client, "select count(*) from driver_copy").await, 2);
}

async fn signals(client: &Client) {
    let victim = connect().await;
    let pid: i32 = victim.query_one("select pg_backend_pid()", &[]).await.unwrap().get(0);
    for code in ["57014", "57P01"] {
        let interrupt = async {
            let running = format!("select count(*) from stv_recents where status = 'Running' and pid = {pid}");
            for attempt in 0.. {
                assert!(attempt < 1500, "the statement never ran");
                if count(client, &running).await == 1 {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            if code == "57014" {
                victim.cancel_token().cancel_query(NoTls).await.unwrap();
            } else {
                let ended = client.query_one("select pg_terminate_backend($1)", &[&pid]).await.unwrap();
                assert_eq!(ended.get::<_, i32>(0), 1);
            }
        };
        let (answer, ()) = futures_util::join!(victim.batch_execute(ENDLESS), interrupt);
        assert_eq!(state(&answer.unwrap_err()), code);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(victim.is_closed(), "a terminated connection is closed");
    assert_eq!(count(&connect().await, "select 1::bigint").await, 1);
}

async fn run() {
    logins().await;
    let mut client = connect().await;
    types(&client).await;
    prepared(&mut client).await;
    copy(&client).await;
    transactions(&mut client).await;
    signals(&client).await;
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(run());
}
